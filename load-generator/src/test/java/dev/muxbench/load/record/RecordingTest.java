package dev.muxbench.load.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecordingTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Recording recording = new Recording(0, SECOND, 3 * SECOND);

    @Test
    void whatIsDueInTheWarmUpDoesNotCountEvenIfItComesLater() {
        recording.onDelivery(SECOND - 1, 2 * SECOND);
        recording.onDelivery(SECOND, 2 * SECOND);
        recording.onDelivery(3 * SECOND - 1, 4 * SECOND);
        recording.onDelivery(3 * SECOND, 4 * SECOND);
        recording.endOfRead(4 * SECOND);
        recording.rollLast(5 * SECOND);
        long counted = recording.finished().stream()
                .mapToLong(interval -> interval.latencyNanos().getTotalCount())
                .sum();
        assertThat(counted).isEqualTo(2);
        assertThat(recording.delivered()).isEqualTo(4);
    }

    @Test
    void throughputCountsWhatArrivesInTheMeasuredTime() {
        recording.onDelivery(0, SECOND - 1);
        recording.endOfRead(SECOND - 1);
        recording.onDelivery(0, SECOND);
        recording.endOfRead(SECOND);
        recording.onDelivery(2 * SECOND, 3 * SECOND);
        recording.endOfRead(3 * SECOND);
        assertThat(recording.measuredArrivals()).isEqualTo(1);
    }

    @Test
    void serviceIsOfThoseThatWereDueInTheMeasuredTimeToo() {
        recording.onServed(SECOND - 1, SECOND, 2 * SECOND);
        recording.onServed(SECOND, SECOND + 1000, SECOND + 3000);
        assertThat(recording.service().getTotalCount()).isEqualTo(1);
        assertThat(recording.service().getMaxValue()).isBetween(2000L, 2010L);
    }

    @Test
    void valuesThatDoNotFitAreCountedAndNotLost() {
        recording.onDelivery(SECOND, SECOND + TimeUnit.HOURS.toNanos(2));
        recording.onDelivery(SECOND, SECOND);
        recording.onDelivery(SECOND, SECOND - 1);
        assertThat(recording.saturated()).isEqualTo(1);
        assertThat(recording.negative()).isEqualTo(1);
        recording.rollLast(SECOND / 2);
        var latency = recording.finished().remove().latencyNanos();
        assertThat(latency.getTotalCount()).isEqualTo(2);
        assertThat(latency.getMaxValue()).isGreaterThanOrEqualTo(Recording.HIGHEST_NANOS);
    }

    @Test
    void whatDoesNotFitOutsideOfTheMeasuredTimeIsNotCounted() {
        recording.onDelivery(0, TimeUnit.HOURS.toNanos(2));
        recording.onDelivery(0, -1);
        recording.onDelivery(3 * SECOND, 3 * SECOND + TimeUnit.HOURS.toNanos(2));
        assertThat(recording.saturated()).isZero();
        assertThat(recording.negative()).isZero();
    }

    /** System.nanoTime() may be anywhere, and below 0. */
    @Test
    void theMeasuredTimeIsFoundWhereTheClockWrapsAround() {
        long from = Long.MAX_VALUE - 5;
        var wrapping = new Recording(from - 10, from, from + 10);
        wrapping.onServed(from - 1, from - 1, from);
        wrapping.onServed(from, from, from + 1);
        wrapping.onServed(from + 9, from + 9, from + 10);
        wrapping.onServed(from + 10, from + 10, from + 11);
        assertThat(wrapping.service().getTotalCount()).isEqualTo(2);
    }

    /** However long it was away, it is the second in which something came that has it. */
    @Test
    void secondsAreThoseOfTheRunWhateverHappens() {
        recording.onDelivery(0, 100);
        recording.endOfRead(100);
        recording.rollIfDue(3 * SECOND + 1); // it stood still
        recording.onDelivery(0, 3 * SECOND + 1);
        recording.endOfRead(3 * SECOND + 1);
        recording.rollLast(4 * SECOND + 5);
        assertThat(recording.finished())
                .extracting(Interval::startNanos, Interval::endNanos, Interval::deliveries)
                .containsExactly(
                        tuple(0L, SECOND, 1L),
                        tuple(SECOND, 2 * SECOND, 0L),
                        tuple(2 * SECOND, 3 * SECOND, 0L),
                        tuple(3 * SECOND, 4 * SECOND, 1L),
                        tuple(4 * SECOND, 4 * SECOND + 5, 0L));
    }

    /** The generator's own part of the wait, and the server's. */
    @Test
    void whoWasLateIsToldApart() {
        recording.onSent(SECOND, SECOND + 1000, SECOND + 5000);
        assertThat(recording.scheduleError().getMaxValue()).isBetween(1000L, 1001L);
        assertThat(recording.pushback().getMaxValue()).isBetween(4000L, 4010L);
        recording.onSent(3 * SECOND - 1, 3 * SECOND - 1, 3 * SECOND); // due in the measured time, and too late
        assertThat(recording.measuredSent()).isEqualTo(1);
    }
}
