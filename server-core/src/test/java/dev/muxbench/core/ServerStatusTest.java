package dev.muxbench.core;

import static org.assertj.core.api.Assertions.assertThat;

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
    private final ChatServer server = new ChatServer(ServerConfig.defaults(), clockNanos::get);

    @Test
    void aLoopThatDoesNotTurnIsNamed() throws InterruptedException {
        var wakes = new AtomicInteger();
        server.openLoop(() -> {});
        var asleep = server.openLoop(wakes::incrementAndGet);
        assertThat(asleep.prepareToSleep()).isTrue();
        var status = server.status(0);
        assertThat(wakes).hasValue(1);
        assertThat(status.loops()).isEqualTo(2);
        assertThat(status.silentLoops()).containsExactly(0, 1);
        asleep.runTurn(); // its answer comes too late, and disturbs nobody
    }

    @Test
    void aLoopThatEndsMeanwhileAnswers() {
        var loop = server.openLoop(() -> {});
        var reports = server.loops().askAll(0);
        loop.close();
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.isAnswered()).isTrue();
            assertThat(report.allAnswered().getCount()).isZero();
        });
        assertThat(server.loops().askAll(0)).isEmpty();
    }

    /** More sessions than are told in one turn. */
    @Test
    void manySessionsAreAllTold() {
        var loop = server.openLoop(() -> {});
        for (int i = 0; i < 1234; i++) {
            loop.accept(new Idle());
        }
        while (!loop.prepareToSleep()) {
            loop.runTurn();
        }
        var report = server.loops().askAll(1000).getFirst();
        int turns = 0;
        while (!report.isAnswered()) {
            assertThat(loop.prepareToSleep()).isFalse();
            loop.runTurn();
            turns++;
        }
        assertThat(turns).isGreaterThan(1);
        assertThat(report.count()).isEqualTo(1234);
        assertThat(report.lags().counts()).startsWith(1234);
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
        var loop = server.openLoop(() -> {});
        clockNanos.addAndGet(3_000_000_000L);
        assertThat(loop.prepareToSleep()).isTrue();
        assertThat(loop.prepareToSleep()).isTrue();
        clockNanos.addAndGet(5_000_000_000L);
        loop.awake();
        loop.awake();
        clockNanos.addAndGet(2_000_000_000L);
        var report = server.loops().askAll(0).getFirst();
        loop.runTurn();
        assertThat(report.isAnswered()).isTrue();
        assertThat(server.counters().busyNanos()).isEqualTo(5_000_000_000L);
        assertThat(server.counters().wakeUps()).isEqualTo(1);
        assertThat(report.busyShare()).isEqualTo(0.5);
    }
}
