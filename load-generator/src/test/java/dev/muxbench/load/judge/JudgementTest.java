package dev.muxbench.load.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.judge.Conditions.WorkerUse;
import dev.muxbench.load.judge.LoadReport.Connections;
import dev.muxbench.load.judge.LoadReport.Deliveries;
import dev.muxbench.load.judge.LoadReport.Joins;
import dev.muxbench.load.judge.LoadReport.Latencies;
import dev.muxbench.load.judge.LoadReport.Lines;
import dev.muxbench.load.judge.LoadReport.Times;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.record.Recording;
import dev.muxbench.load.verify.FaultCounts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs of ten seconds, a thousand deliveries of 20 ms each, with one thing about them that is not as it should be. */
class JudgementTest {
    private static final Arrivals OPEN = new Arrivals.ConstantRate(100);
    private static final Arrivals CLOSED = new Arrivals.ClosedWindow(10);
    private static final Duration DURATION = Duration.ofSeconds(10);
    private static final double BOUND = 10; // half of the latency's p99

    private static final Conditions GOOD = new Conditions(
            new ClockResolution(20, 20, 60_000),
            DURATION.toNanos(),
            millis(0.1, 10_000),
            0,
            List.of(new WorkerUse("load-0", 1, 0.5, OptionalDouble.of(0.01))),
            0,
            0,
            0,
            OptionalDouble.of(0.01));

    private static Histogram millis(double value, long count) {
        var histogram = Recording.newHistogram();
        if (count > 0) {
            histogram.recordValueWithCount((long) (value * 1e6), count);
        }
        return histogram;
    }

    private static LoadReport report(
            Arrivals arrivals, Histogram latency, Histogram scheduleError, Conditions conditions, Problem problem) {
        var plan = new LoadPlan(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                10,
                1,
                arrivals,
                Duration.ZERO,
                DURATION,
                64,
                1,
                1,
                Transport.JDK);
        var none = Recording.newHistogram();
        return new LoadReport(
                plan,
                new Lines(
                        problem == Problem.UNSENT || problem == Problem.OVERRUN ? 999 : 1000,
                        1000,
                        problem == Problem.OVERRUN ? 1 : 0,
                        arrivals instanceof Arrivals.OpenLoop ? 1000 : 0,
                        problem == Problem.NOT_REACHED ? 977 : 978,
                        problem == Problem.UNTRACKED ? 7 : 0),
                new Deliveries(9000, 9000, problem == Problem.OVER_BEFORE_IT_BEGAN ? 0 : 9000, 0, 0),
                FaultCounts.NONE,
                new Connections(
                        problem == Problem.CONNECTION_LOST ? 1 : 0,
                        problem == Problem.CONNECTION_LOST ? 2_300_000_000L : 0,
                        0,
                        0,
                        0,
                        0,
                        0),
                new Joins(0, 0, 0, null),
                new Times(
                        problem == Problem.OVER_BEFORE_IT_BEGAN
                                ? 0
                                : problem == Problem.CONNECTION_LOST || problem == Problem.ENDED
                                        ? 3_300_000_000L
                                        : DURATION.toNanos(),
                        1,
                        1,
                        problem == Problem.STOPPED,
                        problem == Problem.ENDED ? "max < 1 ms cannot be met any more" : null),
                new Latencies(
                        latency,
                        none,
                        latency,
                        scheduleError,
                        none,
                        millis(1, 10),
                        none,
                        none,
                        none,
                        problem == Problem.NEGATIVE ? 1 : 0,
                        problem == Problem.SATURATED ? 1 : 0),
                conditions);
    }

    enum Problem {
        NONE,
        UNSENT,
        OVERRUN,
        NOT_REACHED,
        UNTRACKED,
        CONNECTION_LOST,
        STOPPED,
        ENDED,
        NEGATIVE,
        SATURATED,
        OVER_BEFORE_IT_BEGAN
    }

    private static LoadReport report(Arrivals arrivals, Conditions conditions) {
        return report(arrivals, millis(20, 1000), millis(0.1, 1000), conditions, Problem.NONE);
    }

    private static Conditions conditions(
            Histogram wakeUps, double busy, int pausedMillis, int longestPauseMillis, double steal) {
        return conditions(wakeUps, busy, 0.01, pausedMillis, longestPauseMillis, steal);
    }

    private static Conditions conditions(
            Histogram wakeUps, double busy, double waiting, int pausedMillis, int longestPauseMillis, double steal) {
        return new Conditions(
                GOOD.clock(),
                GOOD.watchedNanos(),
                wakeUps,
                0,
                List.of(
                        new WorkerUse("load-0", 0.1, 0.1, OptionalDouble.empty()),
                        new WorkerUse("load-1", 1, busy, OptionalDouble.of(waiting))),
                3,
                pausedMillis,
                longestPauseMillis,
                OptionalDouble.of(steal));
    }

    private static void assertVerdict(LoadReport report, boolean valid, String reason) {
        if (valid) {
            assertThat(report.verdict().describe()).isEqualTo("VALID");
        } else {
            assertThat(report.verdict()).isInstanceOf(Verdict.Invalid.class);
            assertThat(report.verdict().why()).singleElement().asString().contains(reason);
        }
    }

    @Test
    void aRunWithoutAnyOfThemIsValid() {
        for (var arrivals : List.of(OPEN, CLOSED)) {
            assertVerdict(report(arrivals, GOOD), true, "");
            assertThat(report(arrivals, GOOD).cautions()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UNSENT, 4, 1 of 1000 scheduled lines were not sent",
        "OVERRUN, 4, '1 of 1000 scheduled lines were not sent, 1 because the server had not taken those before'",
        "NOT_REACHED, 4, the asked rate was not reached: 97.7 % of it",
        "STOPPED, 4, stopped before its time: 10.0 s of 10.0 s measured",
        "ENDED, 5, 'ended early, max < 1 ms cannot be met any more: 3.3 s of 10.0 s measured'",
        "NEGATIVE, 4, 1 latencies below zero",
        "SATURATED, 4, 1 latencies over one hour",
        "CONNECTION_LOST, 3, '1 of 10 connections lost, the first 2.3 s after the first line'"
    })
    void eachProblemIsNamed(Problem problem, int exitCode, String reason) {
        var verdict =
                report(OPEN, millis(20, 1000), millis(0.1, 1000), GOOD, problem).verdict();
        assertThat(verdict.exitCode()).isEqualTo(exitCode);
        assertThat(verdict.why()).first().asString().contains(reason);
        assertThat(verdict.why()).hasSize(problem == Problem.CONNECTION_LOST ? 2 : 1);
    }

    @Test
    void whatFailedBeforeItsTimeSaysHowMuchWasMeasured() {
        assertThat(report(OPEN, millis(20, 1000), millis(0.1, 1000), GOOD, Problem.CONNECTION_LOST)
                        .verdict()
                        .why())
                .last()
                .isEqualTo("over before its time: 3.3 s of 10.0 s measured");
    }

    /** Figures that are not to be trusted cannot make anything certain. */
    @Test
    void whatWasEndedEarlyIsDoubtedAsAnyOther() {
        var late = report(OPEN, millis(20, 1000), millis(11, 1000), GOOD, Problem.ENDED)
                .verdict();
        assertThat(late.exitCode()).isEqualTo(4);
        assertThat(late.why()).hasSize(2).last().asString().startsWith("ended early, max < 1 ms cannot");
    }

    /** The lines that were due in the measured time are known of the whole only. */
    @Test
    void whatIsCutShortReachesNoShareOfItsRate() {
        assertThat(report(OPEN, millis(20, 1000), millis(0.1, 1000), GOOD, Problem.ENDED)
                        .reachedShare())
                .isEmpty();
    }

    /** A closed loop always has a line to send. */
    @Test
    void aClosedLoopThatStoodStillWhileItWasMeasuredIsNoFaultOfTheServers() {
        var report = report(CLOSED, millis(0, 0), millis(0, 0), GOOD, Problem.OVER_BEFORE_IT_BEGAN);
        assertThat(report.verdict()).isInstanceOf(Verdict.Invalid.class);
        assertThat(report.verdict().describe()).contains("server or machine stood still");
    }

    /** How many deliveries a second it makes shows only if the window has gone round. */
    @Test
    void aClosedLoopThatIsMeasuredForLessThanOneRoundIsInvalid() {
        assertVerdict(report(new Arrivals.ClosedWindow(978), GOOD), true, "");
        assertVerdict(
                report(new Arrivals.ClosedWindow(979), GOOD),
                false,
                "978 lines were sent in the 10.0 s that are measured, fewer than the 979 in flight; measure for longer");
    }

    @Test
    void aRunWithoutSamplesFailsAndHasNoFigures() {
        var report = report(OPEN, millis(0, 0), millis(0, 0), GOOD, Problem.OVER_BEFORE_IT_BEGAN);
        assertThat(report.verdict()).isInstanceOf(Verdict.Failed.class);
        assertThat(report.verdict().describe()).startsWith("FAILED: no delivery was measured in 0.0 s");
        assertThat(report.deliveriesPerSecond()).isEmpty();
    }

    /** All that came was due in the warm-up: the generator could not keep up, and the server relayed. */
    @Test
    void whatComesTooLateToBeMeasuredIsNoFailureOfTheServer() {
        var report = report(OPEN, millis(0, 0), millis(0, 0), GOOD, Problem.NOT_REACHED);
        assertThat(report.verdict()).isInstanceOf(Verdict.Invalid.class);
        assertThat(report.verdict().describe()).startsWith("INVALID: the asked rate was not reached");
    }

    @Test
    void aRunThatIsStoppedBeforeItHasSamplesIsNoFailureOfTheServer() {
        var report = report(OPEN, millis(0, 0), millis(0, 0), GOOD, Problem.STOPPED);
        assertThat(report.verdict()).isInstanceOf(Verdict.Invalid.class);
    }

    @ParameterizedTest
    @CsvSource({"20, 9.9, true", "20, 10.1, false", "1, 0.9, true", "1, 1.1, false", "2300, 49, true", "2300, 51, false"
    })
    void latenessIsMeasuredAgainstTheLatency(double latency, double late, boolean valid) {
        assertVerdict(
                report(OPEN, millis(latency, 1000), millis(late, 1000), GOOD, Problem.NONE),
                valid,
                "the generator was late itself: schedule error p99");
        assertVerdict(
                report(
                        OPEN,
                        millis(latency, 1000),
                        millis(0, 1000),
                        conditions(millis(late, 1000), 0.5, 0, 0, 0),
                        Problem.NONE),
                valid,
                "the machine stood still");
    }

    /** Its latency is that of a queue as long as the window, so it is no measure. */
    @ParameterizedTest
    @CsvSource({"49, true", "51, false"})
    void inAClosedLoopTheBoundIsFixed(double late, boolean valid) {
        assertVerdict(
                report(CLOSED, conditions(millis(late, 10_000), 0.5, 0, 0, 0)),
                valid,
                "the machine stood still: a thread that sleeps 10 ms woke p99 51.0 ms late, 51.0 ms at most, over 50.0 ms; run");
    }

    @Test
    void oneStallThatDecidesTheHighestValueOnlyIsACaution() {
        var late = millis(0.1, 10_000);
        late.add(millis(BOUND + 1, 1));
        var report = report(OPEN, conditions(late, 0.5, 0, 0, 0));
        assertVerdict(report, true, "");
        assertThat(report.cautions()).singleElement().asString().contains("the highest latency may be the machine's");
    }

    @ParameterizedTest
    @CsvSource({"0.939, 0.01, true", "0.96, 0.01, false", "0.213, 0.786, false", "0.681, 0.319, false"})
    void aWorkerWithoutTimeLeftIsTheQueueOfAnOpenLoop(double busy, double waiting, boolean valid) {
        assertVerdict(
                report(OPEN, conditions(millis(0.1, 1000), busy, waiting, 0, 0, 0)),
                valid,
                "the generator had no time left, a worker was busy or waited for a core for all but");
    }

    @Test
    void inAClosedLoopItIsALowerBound() {
        var report = report(CLOSED, conditions(millis(0.1, 1000), 0.99, 0, 0, 0));
        assertVerdict(report, true, "");
        assertThat(report.cautions()).singleElement().asString().contains("the server may be able to do more");
    }

    @Test
    void linesThatWereNotFollowedToTheirLastReceiverAreACaution() {
        var report = report(OPEN, millis(20, 1000), millis(0.1, 1000), GOOD, Problem.UNTRACKED);
        assertVerdict(report, true, "");
        assertThat(report.cautions()).singleElement().asString().startsWith("7 lines were on their way for so long");
    }

    /** The server may be who had it: that is no doubt about what was measured. */
    @ParameterizedTest
    @CsvSource({"0.33, false", "0.34, true"})
    void aWorkerThatWaitsForACoreIsACaution(double share, boolean told) {
        var conditions = new Conditions(
                GOOD.clock(),
                GOOD.watchedNanos(),
                GOOD.wakeUpErrorNanos(),
                0,
                List.of(new WorkerUse("load-0", 0.5, 0.5, OptionalDouble.of(share))),
                0,
                0,
                0,
                OptionalDouble.empty());
        for (var arrivals : List.of(OPEN, CLOSED)) {
            var report = report(arrivals, conditions);
            assertVerdict(report, true, "");
            assertThat(report.cautions())
                    .hasSize(told ? 1 : 0)
                    .allSatisfy(caution -> assertThat(caution).contains("waited for a core for 34.0 % of the time"));
        }
    }

    @ParameterizedTest
    @CsvSource({"99, 99, true", "101, 9, true", "101, 11, false"})
    void pausesCountIfTheyAreLongAndManyEnough(int total, int longest, boolean valid) {
        assertVerdict(
                report(OPEN, conditions(millis(0.1, 1000), 0.5, total, longest, 0)),
                valid,
                "the generator's garbage collector stopped it for 101 ms");
    }

    @ParameterizedTest
    @CsvSource({"0.049, true", "0.051, false"})
    void stolenTime(double share, boolean valid) {
        assertVerdict(
                report(OPEN, conditions(millis(0.1, 1000), 0.5, 0, 0, share)), valid, "gave 5.1 % of the cores' time");
    }

    @ParameterizedTest
    @CsvSource({"1900000, true", "2100000, false"})
    void aCoarseClock(long step, boolean valid) {
        assertVerdict(
                report(
                        OPEN,
                        new Conditions(
                                new ClockResolution(step, 20, 60_000),
                                GOOD.watchedNanos(),
                                GOOD.wakeUpErrorNanos(),
                                0,
                                GOOD.workers(),
                                0,
                                0,
                                0,
                                OptionalDouble.empty())),
                valid,
                "the clock goes in steps of 2100000 ns");
    }

    @Test
    void wakeUpsThatAreNotRecordedAreSaid() {
        var conditions = new Conditions(
                GOOD.clock(), TimeUnit.HOURS.toNanos(2), millis(0, 0), 1, List.of(), 0, 0, 0, OptionalDouble.empty());
        assertVerdict(report(OPEN, conditions), false, "1 wake-ups over one hour late");
    }

    /** What does not exist is not compared with, and not written as 0. */
    @Test
    void whereThereIsNoLatencyNothingIsOverHalfOfIt() {
        var late = conditions(millis(15, 1000), 0.5, 0, 0, 0);
        var nothing = report(OPEN, millis(0, 0), millis(0, 0), late, Problem.STOPPED);
        assertThat(nothing.cautions()).isEmpty();
        assertThat(nothing.verdict().why())
                .anyMatch(reason -> reason.contains("the machine stood still"))
                .noneMatch(reason -> reason.contains("0.0 ms"));
    }
}
