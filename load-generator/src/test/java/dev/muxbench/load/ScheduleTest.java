package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final long START = 123_456_789L;
    private static final long END = START + TimeUnit.SECONDS.toNanos(10);

    /** The rate is neither quantised nor does it drift, however the senders are dealt out to workers. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 7, 333, 4999, 80_000, 0.5, 33.3})
    void tenSecondsHaveTenTimesTheRate(double rate) {
        long lines = count(new int[] {0, 1, 2, 3}, rate);
        assertThat(lines).isEqualTo(Schedule.linesIn(END - START, rate));
        assertThat((double) lines).isBetween(rate * 10 - 1, rate * 10 + 1);
        assertThat(count(new int[] {0, 2}, rate) + count(new int[] {1, 3}, rate))
                .isEqualTo(lines);
        assertThat(count(new int[] {}, rate)).isZero();
    }

    private static long count(int[] own, double rate) {
        var schedule = new Schedule(own, 4, rate, START, END);
        long lines = 0;
        long before = START;
        for (long due = schedule.nextDueNanos(); due != Long.MAX_VALUE; due = schedule.nextDueNanos()) {
            assertThat(due).isBetween(before, END - 1);
            assertThat(schedule.take()).isEqualTo((int) (lines % own.length));
            before = due;
            lines++;
        }
        return lines;
    }
}
