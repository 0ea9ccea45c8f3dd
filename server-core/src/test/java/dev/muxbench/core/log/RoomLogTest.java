package dev.muxbench.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomLogTest {
    private final SegmentPool pool = new SegmentPool(1 << 20);
    private final AtomicInteger drained = new AtomicInteger();
    private long now = 5_000_000_000L;
    private final RoomLog log = new RoomLog(pool, new LogLimits(64, 256, 1024), () -> now, drained::incrementAndGet);

    private void publish(int bytes) {
        publishTo(log, bytes);
    }

    private static void publishTo(RoomLog log, int bytes) {
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

        var shrunk = IntStream.range(0, 8).mapToObj(i -> log.shrinkIfQuiet()).toList();
        drain(reader);

        assertThat(shrunk).containsExactly(false, false, false, false, false, true, false, false);
        assertThat(pool.inUseBytes()).isEqualTo(64);
        publish(50);
        assertThat(reader.gather(1000)).isEqualTo(1);
        reader.close();
    }

    /** Of a tail of 128 bytes that takes two lines, and so long to be filled. */
    @ParameterizedTest
    @CsvSource({"999999999, 256", "1000000000, 128", "30000000000, 128", "30000000001, 64"})
    void howFastASegmentIsFilledSaysHowLargeTheNextIs(long nanos, int bytes) {
        publish(50);
        publish(50);
        publish(50);
        assertThat(pool.inUseBytes()).isEqualTo(128);
        now += nanos;
        publish(50);
        assertThat(pool.inUseBytes()).isEqualTo(bytes);
    }

    @Test
    void aSegmentIsFilledToItsLastByte() {
        publish(64);
        assertThat(pool.inUseBytes()).isEqualTo(64);
        publish(1);
        assertThat(pool.inUseBytes()).isEqualTo(128);
    }

    /** One segment is the low mark, two are the high one. */
    @Test
    void aMarkIsPassedByWhatIsMoreThanIt() {
        var small = new RoomLog(pool, new LogLimits(64, 64, 128), () -> now, drained::incrementAndGet);
        var slow = new OutboundView(small);
        publishTo(small, 64);
        publishTo(small, 64);
        publishTo(small, 64);
        assertThat(small.backlogBytes()).isEqualTo(128);
        assertThat(small.isOverHighWater()).isFalse();
        publishTo(small, 64);
        assertThat(small.isOverHighWater()).isTrue();
        assertThat(slow.pinnedBytes(small)).isEqualTo(192);
        assertThat(small.lowWaterBytes()).isEqualTo(64);

        readSegment(slow);
        readSegment(slow);
        assertThat(small.backlogBytes()).isEqualTo(128);
        assertThat(drained).hasValue(0);
        readSegment(slow);
        assertThat(small.backlogBytes()).isEqualTo(64);
        assertThat(drained).hasValue(1);
        assertThat(slow.pinnedBytes(small)).isEqualTo(64);
        slow.close();
        small.close();
    }

    private static void readSegment(OutboundView view) {
        view.gather(64);
        view.advance(64);
    }

    @Test
    void aClosedLogIsNotShrunk() {
        for (int i = 0; i < 10; i++) {
            publish(50);
        }
        log.close();
        assertThat(log.publish(new byte[] {'\n'}, 1)).isEqualTo(RoomLog.CLOSED);
        assertThat(IntStream.range(0, 8).mapToObj(i -> log.shrinkIfQuiet())).doesNotContain(true);
    }

    /** Each step is another thread's. */
    @Test
    void nobodyKeepsALock() throws Exception {
        for (Runnable step : List.<Runnable>of(
                () -> publish(50),
                () -> new OutboundView(log).close(),
                () -> publish(50), // gives a segment back
                log::shrinkIfQuiet,
                pool::trim,
                log::close,
                log::close)) {
            CompletableFuture.runAsync(
                            step, task -> Thread.ofPlatform().daemon().start(task))
                    .get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void aSegmentThatWasGivenBackIsNobodys() {
        var segment = new Segment(log, pool.take(64), 0, 1);
        segment.release();
        assertThatThrownBy(segment::retain).isInstanceOf(IllegalStateException.class);
        var another = new Segment(log, pool.take(64), 0, 1);
        another.release();
        assertThatThrownBy(another::release).isInstanceOf(IllegalStateException.class);
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
