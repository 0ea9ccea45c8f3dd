package dev.muxbench.load.judge;

import dev.muxbench.load.plan.Arrivals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What a report is worth, and why. Each reason says what was measured, what it was measured against, and what to do about it.
 *
 * <p>Threads: one.
 */
final class Judgement {
    // The generator's and the machine's own part in the latency, see docs/methodology.md.
    private static final long MOST_LATE_NANOS = 1_000_000;
    private static final double MOST_LATE_OF_LATENCY = 0.5;
    private static final String WATCHDOG =
            "a thread that sleeps " + TimeUnit.NANOSECONDS.toMillis(Conditions.SLEEP_NANOS) + " ms";
    private static final double MOST_BUSY = 0.95;
    private static final double MOST_PAUSED = 0.01; // of the measured time: as much as decides the p99
    private static final double MOST_STOLEN = 0.05;
    private static final double LONG_WAITING = 1.0 / 3; // one other thread that is always busy takes half a core
    private static final double COARSEST_STEP_OF_LATENCY = 0.1;

    private final LoadReport report;
    private final Conditions conditions;
    private final long latencyP99;
    private final long mostLate;
    private final List<String> reasons = new ArrayList<>();

    private Judgement(LoadReport report) {
        this.report = report;
        this.conditions = report.conditions();
        this.latencyP99 = report.latencyNanos().getValueAtPercentile(99);
        this.mostLate = Math.max(MOST_LATE_NANOS, (long) (MOST_LATE_OF_LATENCY * latencyP99));
    }

    static Verdict of(LoadReport report) {
        var failures = new Judgement(report).failures();
        if (!failures.isEmpty()) {
            return new Verdict.Failed(failures);
        }
        var doubts = new Judgement(report).doubts();
        return doubts.isEmpty() ? new Verdict.Valid() : new Verdict.Invalid(doubts);
    }

    /** What has to be known about figures that may be valid. */
    static List<String> cautions(LoadReport report) {
        return new Judgement(report).cautions();
    }

    // ---- FAILED.

    private List<String> failures() {
        var faults = report.faults();
        add(faults.lost(), "deliveries lost");
        add(faults.duplicated(), "duplicated");
        add(faults.reordered(), "reordered");
        add(faults.corrupted(), "corrupted");
        add(faults.misdirected(), "came to someone who should not get them");
        add(faults.serverErrors(), "errors of the server: " + faults.serverError());
        add(
                report.connectionsLost(),
                "of " + report.plan().clients() + " connections lost; the server's log may say why");
        add(report.joinsFailed(), "clients did not come back: " + report.joinFailure());
        addIf(
                report.latencyNanos().getTotalCount() == 0 && !report.stopped(),
                "no delivery was measured in " + seconds(report.measuredNanos())
                        + "; does the server relay, and is a line due in --duration?");
        return reasons;
    }

    // ---- INVALID.

    private List<String> doubts() {
        judgeLoad();
        judgeValues();
        judgeSchedule();
        judgeMachine();
        judgeGenerator();
        return reasons;
    }

    private void judgeLoad() {
        if (report.stopped()) {
            reasons.add("stopped before its time: " + seconds(report.measuredNanos()) + " of "
                    + seconds(report.plan().duration().toNanos()) + " measured; let it run to its end");
            return;
        }
        add(
                report.scheduled() - report.sent(),
                "of " + report.scheduled() + " scheduled lines were not sent; ask for fewer lines/s");
        add(
                report.joinsScheduled() - report.joinsDone() - report.joinsFailed(),
                "joins were due when no client was left to leave; ask for fewer, or for more clients");
    }

    private void judgeValues() {
        add(report.negativeLatencies(), "latencies below zero: the clock is not monotonic; use another machine");
        add(report.saturatedLatencies(), "latencies over one hour, the most that is recorded; ask for less load");
        add(conditions.wakeUpsOutOfRange(), "wake-ups over one hour late; do not suspend the machine");
        long median = report.latencyNanos().getValueAtPercentile(50);
        long step = conditions.clock().stepNanos();
        addIf(
                median > 0 && step > COARSEST_STEP_OF_LATENCY * median,
                "the clock goes in steps of " + step + " ns, over a tenth of the latency's p50 (" + median
                        + " ns); use another clock source");
    }

    private void judgeSchedule() {
        long late = report.scheduleErrorNanos().getValueAtPercentile(99);
        addIf(
                late > mostLate,
                "the generator was late itself: schedule error p99 " + millis(late) + ", " + bound()
                        + "; give it more --threads or cores, or less load");
    }

    private void judgeMachine() {
        var late = conditions.wakeUpErrorNanos();
        addIf(
                late.getValueAtPercentile(99) > mostLate,
                "the machine stood still: " + WATCHDOG + " woke p99 " + millis(late.getValueAtPercentile(99))
                        + " late, " + millis(late.getMaxValue()) + " at most, " + bound()
                        + "; run nothing beside it, or on cores of its own");
        double stolen = conditions.stealShare().orElse(0);
        addIf(
                stolen > MOST_STOLEN,
                "the hypervisor gave " + percent(stolen) + " of the cores' time to others, over " + percent(MOST_STOLEN)
                        + "; repeat it when they are quiet");
    }

    private void judgeGenerator() {
        addIf(
                conditions.pausedMillis() * 1e6 > MOST_PAUSED * conditions.watchedNanos()
                        && conditions.longestPauseMillis() * 1e6 > mostLate,
                "the generator's garbage collector stopped it for " + conditions.pausedMillis() + " ms, over "
                        + percent(MOST_PAUSED) + " of " + seconds(conditions.watchedNanos()) + ", and for "
                        + conditions.longestPauseMillis() + " ms at once, " + bound()
                        + "; give it more heap: MUXBENCH_JAVA_OPTS=-Xmx2g");
        addIf(
                isOpenLoop() && isBound(),
                busy() + ": the latency is that of its own queue; give it more --threads or cores, or less load");
    }

    private boolean isOpenLoop() {
        return report.plan().arrivals() instanceof Arrivals.OpenLoop;
    }

    private boolean isBound() {
        return conditions.busiest().orElse(0) > MOST_BUSY;
    }

    private String busy() {
        return "the generator had no time left, a worker was busy for "
                + percent(conditions.busiest().orElse(0)) + " of the time, over " + percent(MOST_BUSY);
    }

    private String bound() {
        return "over " + millis(mostLate) + " (1 ms, or half of the latency's p99 of " + millis(latencyP99) + ")";
    }

    // ---- VALID, but.

    private List<String> cautions() {
        addIf(
                !isOpenLoop() && isBound(),
                busy() + ": the server may be able to do more; give it more --threads or cores");
        double waiting = conditions.longestWait().orElse(0);
        addIf(
                waiting > LONG_WAITING,
                "a worker of the generator waited for a core for " + percent(waiting) + " of the time, over "
                        + percent(LONG_WAITING) + ": the server, or others beside it, had the cores; on cores of its"
                        + " own it would show more of the server");
        long highest = report.latencyNanos().getMaxValue();
        long latest = conditions.wakeUpErrorNanos().getMaxValue();
        addIf(
                latest > MOST_LATE_NANOS && latest > MOST_LATE_OF_LATENCY * highest,
                "the highest latency may be the machine's own: " + WATCHDOG + " woke " + millis(latest)
                        + " late once, over half of " + millis(highest));
        return reasons;
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    private void add(long count, String what) {
        addIf(count > 0, count + " " + what);
    }

    private void addIf(boolean holds, String reason) {
        if (holds) {
            reasons.add(reason);
        }
    }
}
