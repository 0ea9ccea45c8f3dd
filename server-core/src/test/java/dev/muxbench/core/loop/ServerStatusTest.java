package dev.muxbench.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.log.SegmentPool;
import dev.muxbench.core.room.RoomContext;
import dev.muxbench.core.room.RoomRegistry;
import dev.muxbench.core.session.Session;
import dev.muxbench.core.session.SessionContext;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Loops that turn, that do not, and that end. */
class ServerStatusTest {
    private final AtomicLong clockNanos = new AtomicLong();
    private final ServerConfig config = ServerConfig.defaults();
    private final RoomRegistry rooms =
            new RoomRegistry(new RoomContext(config, new SegmentPool(config.logMemoryBytes()), clockNanos::get));
    private final SessionContext sessions = new SessionContext(config, clockNanos::get, rooms);
    private final Loops loops = new Loops(new LoopContext(
            config, clockNanos::get, () -> 0, (loop, connection) -> new Session(sessions, loop, connection)));

    @Test
    void aLoopThatDoesNotTurnIsNamed() throws InterruptedException {
        var wakes = new AtomicInteger();
        loops.open(() -> {});
        var asleep = loops.open(wakes::incrementAndGet);
        assertThat(asleep.prepareToSleep()).isTrue();
        var status = loops.status(0, rooms::status);
        assertThat(wakes).hasValue(1);
        assertThat(status.loops()).isEqualTo(2);
        assertThat(status.silentLoops()).containsExactly(0, 1);
        asleep.runTurn(); // its answer comes too late, and disturbs nobody
    }

    @Test
    void aLoopThatEndsMeanwhileAnswers() {
        var loop = loops.open(() -> {});
        var reports = loops.askAll(0);
        loop.close();
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.isAnswered()).isTrue();
            assertThat(report.allAnswered().getCount()).isZero();
        });
        assertThat(loops.askAll(0)).isEmpty();
    }

    /** More sessions than are told in one turn. */
    @Test
    void manySessionsAreAllTold() {
        var loop = loops.open(() -> {});
        for (int i = 0; i < 1234; i++) {
            loop.accept(new Idle());
        }
        while (!loop.prepareToSleep()) {
            loop.runTurn();
        }
        var report = loops.askAll(1000).getFirst();
        int turns = 0;
        while (!report.isAnswered()) {
            assertThat(loop.prepareToSleep()).isFalse();
            loop.runTurn();
            turns++;
        }
        assertThat(turns).isGreaterThan(1);
        assertThat(report.count()).isEqualTo(1234);
        assertThat(report.backlogs().counts()).startsWith(1234);
        assertThat(report.sessions()).hasSize(1000).doesNotHaveDuplicates();
    }

    private static final class Idle implements Connection {
        @Override
        public int write(ByteBuffer[] runs, int count) {
            return Arrays.stream(runs, 0, count).mapToInt(ByteBuffer::remaining).sum();
        }

        @Override
        public void resumeReading() {}

        @Override
        public void shutdownOutput() {}

        @Override
        public void close(CloseReason reason) {}

        @Override
        public @Nullable InetSocketAddress remoteAddress() {
            return null;
        }
    }

    @Test
    void timeAsleepIsNotBusy() {
        var loop = loops.open(() -> {});
        clockNanos.addAndGet(3_000_000_000L);
        assertThat(loop.prepareToSleep()).isTrue();
        assertThat(loop.prepareToSleep()).isTrue();
        clockNanos.addAndGet(5_000_000_000L);
        loop.awake();
        loop.awake();
        clockNanos.addAndGet(2_000_000_000L);
        var report = loops.askAll(0).getFirst();
        loop.runTurn();
        assertThat(report.isAnswered()).isTrue();
        assertThat(loops.counters().busyNanos()).isEqualTo(5_000_000_000L);
        assertThat(loops.counters().wakeUps()).isEqualTo(1);
        assertThat(report.busyShare()).isEqualTo(0.5);
    }
}
