package dev.muxbench.load.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.muxbench.load.plan.Arrivals.ChangingRate;
import dev.muxbench.load.plan.Arrivals.ConstantRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final long START = 123_456_789L;
    private static final long END = START + TimeUnit.SECONDS.toNanos(10);
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    /** The rate is neither quantised nor does it drift, however the senders are dealt out to workers. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 7, 333, 4999, 80_000, 0.5, 33.3})
    void tenSecondsHaveTenTimesTheRate(double rate) {
        var timetable = Timetable.constant(rate);
        long lines = count(timetable, 0, 1, 2, 3);
        assertThat(lines).isEqualTo(timetable.linesIn(END - START));
        assertThat((double) lines).isBetween(rate * 10 - 1, rate * 10 + 1);
        assertThat(count(timetable, 0, 2) + count(timetable, 1, 3)).isEqualTo(lines);
        assertThat(count(timetable)).isZero();
    }

    private static long count(Timetable timetable, int... own) {
        var schedule = new EvenSchedule(own, 4, timetable, START, END);
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

    /** 100 lines/s for 2 s, then up to 500 within 6 s: 200 lines, then (100 + 500) / 2 * 6, then 500 a second. */
    @Test
    void aRampHasTheLinesThatTheAreaBelowItHas() {
        var curve = RateCurve.of(new ChangingRate(100, 500, Duration.ofSeconds(6), 0), TWO_SECONDS);
        assertThat(seconds(curve, 100)).isCloseTo(1, within(1e-9));
        assertThat(seconds(curve, 200)).isCloseTo(2, within(1e-9));
        // 100 t + (400 / 6) t² / 2 = 600 at t = 3, the ramp's middle
        assertThat(seconds(curve, 200 + 600)).isCloseTo(5, within(1e-9));
        assertThat(seconds(curve, 200 + 1800)).isCloseTo(8, within(1e-9));
        assertThat(seconds(curve, 200 + 1800 + 500)).isCloseTo(9, within(1e-9));
    }

    @Test
    void aRampMayLeadDown() {
        var curve = RateCurve.of(new ChangingRate(500, 100, Duration.ofSeconds(6), 0), Duration.ZERO);
        assertThat(seconds(curve, 1800)).isCloseTo(6, within(1e-9));
        assertThat(seconds(curve, 1800 - 600)).isCloseTo(3, within(1e-9));
        assertThat(seconds(curve, 1900)).isCloseTo(7, within(1e-9));
    }

    /** 100, 300 and 500 lines/s for 2 s each; the last one stays. */
    @Test
    void stepsAreEquallyLong() {
        var curve = RateCurve.of(new ChangingRate(100, 500, Duration.ofSeconds(6), 200), TWO_SECONDS);
        assertThat(seconds(curve, 200)).isCloseTo(2, within(1e-9));
        assertThat(seconds(curve, 400)).isCloseTo(4, within(1e-9));
        assertThat(seconds(curve, 700)).isCloseTo(5, within(1e-9));
        assertThat(seconds(curve, 1000)).isCloseTo(6, within(1e-9));
        assertThat(seconds(curve, 2500)).isCloseTo(9, within(1e-9));
    }

    /** 500, 200 and 100 lines/s: the last step is smaller than 300. */
    @Test
    void stepsMayLeadDownAndDoNotGoTooFar() {
        var curve = RateCurve.of(new ChangingRate(500, 100, Duration.ofSeconds(6), 300), Duration.ZERO);
        assertThat(seconds(curve, 1000)).isCloseTo(2, within(1e-9));
        assertThat(seconds(curve, 1400)).isCloseTo(4, within(1e-9));
        assertThat(seconds(curve, 1500)).isCloseTo(5, within(1e-9));
        assertThat(seconds(curve, 1700)).isCloseTo(7, within(1e-9));
    }

    @Test
    void aRateMayGrowFromNothing() {
        var curve = RateCurve.of(new ChangingRate(0, 500, Duration.ofSeconds(5), 0), TWO_SECONDS);
        assertThat(seconds(curve, 0)).isEqualTo(2);
        assertThat(seconds(curve, 50)).isCloseTo(3, within(1e-9)); // 100 lines/s more each second
        assertThat(seconds(curve, 1250)).isCloseTo(7, within(1e-9));
        assertThat(seconds(curve, 1750)).isCloseTo(8, within(1e-9));
        var steps = RateCurve.of(new ChangingRate(0, 200, Duration.ofSeconds(4), 100), TWO_SECONDS);
        assertThat(seconds(steps, 0)).isCloseTo(2 + 4 / 3.0, within(1e-9));
    }

    private static double seconds(RateCurve curve, double lines) {
        return curve.nanosUntil(lines) / 1e9;
    }

    @Test
    void aTimetableCountsWhatItHas() {
        Timetable bursts = line -> line / 100 * 1000;
        assertThat(bursts.linesIn(0)).isZero();
        assertThat(bursts.linesIn(1)).isEqualTo(100);
        assertThat(bursts.linesIn(1000)).isEqualTo(100);
        assertThat(bursts.linesIn(1001)).isEqualTo(200);
        assertThat(bursts.linesIn(3_000_001)).isEqualTo(300_100);
    }

    /** Distances of a Poisson process have a standard deviation as large as their mean, and are more than it in 1/e of all cases. */
    @Test
    void poissonDistancesAreExponential() {
        var curve = RateCurve.of(new ConstantRate(40_000), Duration.ZERO);
        var dues = dues(new PoissonSchedule(2, 4, curve, 1, START, END)); // half of the senders: 20,000 lines/s
        double mean = (double) (dues.getLast() - START) / dues.size();
        assertThat(mean).isCloseTo(50_000, within(500.0));
        double squares = 0;
        int longer = 0;
        for (int i = 1; i < dues.size(); i++) {
            double distance = dues.get(i) - dues.get(i - 1);
            squares += (distance - mean) * (distance - mean);
            longer += distance > mean ? 1 : 0;
        }
        assertThat(Math.sqrt(squares / dues.size()) / mean).isCloseTo(1, within(0.02));
        assertThat((double) longer / dues.size()).isCloseTo(1 / Math.E, within(0.005));
    }

    /** As many fall into each second as its area has, give or take four standard deviations. */
    @Test
    void aPoissonProcessFollowsItsRate() {
        var curve = RateCurve.of(new ChangingRate(1000, 9000, Duration.ofSeconds(8), 0), TWO_SECONDS);
        int[] counts = new int[10];
        dues(new PoissonSchedule(1, 1, curve, 1, START, END))
                .forEach(due -> counts[(int) ((due - START) / 1_000_000_000)]++);
        for (int second = 0; second < 10; second++) {
            double expected = second < 2 ? 1000 : 1000 + 1000 * (second - 2) + 500;
            assertThat((double) counts[second]).isCloseTo(expected, within(4 * Math.sqrt(expected)));
        }
    }

    @Test
    void whatIsRandomIsTheSameAgainWithTheSameSeed() {
        var curve = RateCurve.of(new ConstantRate(1000), Duration.ZERO);
        var first = dues(new PoissonSchedule(3, 3, curve, 7, START, END));
        assertThat(dues(new PoissonSchedule(3, 3, curve, 7, START, END))).isEqualTo(first);
        assertThat(dues(new PoissonSchedule(3, 3, curve, 8, START, END))).isNotEqualTo(first);
        assertThat(new PoissonSchedule(0, 3, curve, 7, START, END).nextDueNanos())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void nothingIsDueAtTheEnd() {
        var curve = RateCurve.of(new ConstantRate(1000), Duration.ZERO);
        long first = new PoissonSchedule(3, 3, curve, 7, START, END).nextDueNanos();
        assertThat(new PoissonSchedule(3, 3, curve, 7, START, first + 1).nextDueNanos())
                .isEqualTo(first);
        assertThat(new PoissonSchedule(3, 3, curve, 7, START, first).nextDueNanos())
                .isEqualTo(Long.MAX_VALUE);
    }

    /** Give or take four standard deviations. */
    @Test
    void aRandomLineIsAnySendersWithTheSameProbability() {
        var schedule = new PoissonSchedule(
                4, 4, RateCurve.of(new ConstantRate(1000), Duration.ZERO), 7, START, Long.MAX_VALUE);
        var lines = new int[4];
        for (int i = 0; i < 4000; i++) {
            lines[schedule.take()]++;
        }
        assertThat(Arrays.stream(lines).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(1000 - 110, 1000 + 110));
    }

    private static List<Long> dues(Schedule schedule) {
        var dues = new ArrayList<Long>();
        for (long due = schedule.nextDueNanos(); due != Long.MAX_VALUE; due = schedule.nextDueNanos()) {
            dues.add(due);
            schedule.take();
        }
        assertThat(dues).isSorted();
        return dues;
    }
}
