package dev.muxbench.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoomLogTest {
    private final SegmentPool pool = new SegmentPool(1 << 20);
    private final AtomicInteger drained = new AtomicInteger();
    private long now;
    private final RoomLog log = new RoomLog(pool, new LogLimits(64, 256, 1024), () -> now, drained::incrementAndGet);

    private void publish(int bytes) {
        log.publish(("x".repeat(bytes - 1) + "\n").getBytes(StandardCharsets.UTF_8), bytes);
    }

    private static void drain(OutboundView view) {
        while (view.gather(1 << 20) > 0) {
            view.advance(view.runs()[0].remaining());
        }
    }

    @Test
    void aReaderThatStandsStillMarksTheRoomAndReleasesItWhenItHasCaughtUp() {
        var slow = new OutboundView(log);
        while (!log.isOverHighWater()) {
            publish(50);
        }
        assertThat(log.backlogBytes()).isGreaterThan(1024);

        drain(slow);

        assertThat(log.isOverHighWater()).isFalse();
        assertThat(log.backlogBytes()).isZero();
        assertThat(drained.get()).isEqualTo(1);
        slow.close();
    }

    @Test
    void withoutReadersNothingIsKept() {
        for (int i = 0; i < 1000; i++) {
            publish(50);
        }
        assertThat(log.isOverHighWater()).isFalse();
        assertThat(pool.inUseBytes()).isLessThanOrEqualTo(256);
        log.close();
        assertThat(pool.inUseBytes()).isZero();
    }

    @Test
    void closingAReaderReleasesWhatOnlyItHeld() {
        var left = new OutboundView(log);
        for (int i = 0; i < 10; i++) {
            publish(50);
        }
        long held = pool.inUseBytes();
        left.close();
        left.close();
        assertThat(pool.inUseBytes()).isLessThan(held);
        log.close();
        assertThat(pool.inUseBytes()).isZero();
    }

    @Test
    void aBusyRoomGetsLargerSegmentsAndAQuietOneGivesThemBack() {
        var reader = new OutboundView(log);
        for (int i = 0; i < 100; i++) {
            publish(50);
            drain(reader);
        }
        assertThat(pool.inUseBytes()).isEqualTo(256);

        boolean shrunk = false;
        for (int i = 0; i < 10; i++) {
            shrunk |= log.shrinkIfQuiet();
        }
        drain(reader);

        assertThat(shrunk).isTrue();
        assertThat(pool.inUseBytes()).isEqualTo(64);
        publish(50);
        assertThat(reader.gather(1000)).isEqualTo(1);
        reader.close();
    }

    @Test
    void thePoolKeepsWhatIsUsedAndFreesTheRest() {
        var reader = new OutboundView(log);
        for (int i = 0; i < 10; i++) {
            publish(50);
        }
        drain(reader);
        assertThat(pool.idleBytes()).isPositive();
        pool.trim();
        pool.trim();
        assertThat(pool.idleBytes()).isZero();
        reader.close();
    }

    @Test
    void whenAllMemoryIsTakenARoomMayStillFallALittleBehind() {
        var tight = new SegmentPool(128);
        var room = new RoomLog(tight, new LogLimits(64, 256, 1024), () -> now, () -> {});
        assertThat(room.highWaterBytes()).isEqualTo(256);
        room.close();
        assertThat(tight.inUseBytes()).isZero();
    }
}
