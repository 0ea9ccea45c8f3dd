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
    private static final long MOST_LATE_EVER_NANOS = 50_000_000; // a queue of its own must not excuse itself
    private static final String WATCHDOG =
            "a thread that sleeps " + TimeUnit.NANOSECONDS.toMillis(Conditions.SLEEP_NANOS) + " ms";
    private static final double LEAST_HEADROOM = 0.05;
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
        this.latencyP99 = report.latencies().response().getValueAtPercentile(99);
        var asked = report.plan().generator().mostLate();
        this.mostLate = asked != null ? asked.toNanos() : mostLateOfLatency();
    }

    private long mostLateOfLatency() {
        return isWindow()
                ? MOST_LATE_EVER_NANOS // its latency is the window's queue
                : Math.clamp((long) (MOST_LATE_OF_LATENCY * latencyP99), MOST_LATE_NANOS, MOST_LATE_EVER_NANOS);
    }

    static Verdict of(LoadReport report) {
        var failures = new Judgement(report).failures();
        if (!failures.isEmpty()) {
            return new Verdict.Failed(failures);
        }
        var doubts = new Judgement(report).doubts();
        if (!doubts.isEmpty()) {
            return new Verdict.Invalid(doubts);
        }
        var judgement = new Judgement(report);
        return judgement.isEndedEarly() ? new Verdict.Ended(List.of(judgement.cutShort())) : new Verdict.Valid();
    }

    /** Returns what a reader of the figures must know even if they are valid. */
    static List<String> cautions(LoadReport report) {
        return new Judgement(report).cautions();
    }

    // ---- FAILED.

    private List<String> failures() {
        var faults = report.faults();
        add(faults.lost(), "deliveries lost");
        add(faults.duplicated(), "duplicated");
        add(faults.reordered(), "reordered");
        add(faults.misordered(), "came in another order than to other members of their room");
        add(faults.corrupted(), "corrupted");
        add(faults.misdirected(), "came to someone who should not get them");
        add(
                faults.miscounted(),
                "receivers that were counted have had other bytes than were sent: " + faults.miscount());
        add(faults.serverErrors(), "errors of the server: " + faults.serverError());
        add(
                report.connections().lost(),
                "of " + report.plan().clients() + " connections lost, the first "
                        + seconds(report.connections().firstLoss())
                        + " after the first line; the server's log may say why");
        add(
                report.joins().failed(),
                "clients did not come back: " + report.joins().failure());
        addIf(
                hasMeasuredNothing() && !alwaysHasALine(),
                "no delivery was measured in " + seconds(report.times().measured())
                        + "; does the server relay, and is a line due in --duration?");
        addIf(!reasons.isEmpty() && report.isCutShort(), cutShort());
        return reasons;
    }

    private boolean hasMeasuredNothing() {
        return !hasLatency()
                && report.deliveries().measured() == 0
                && !report.times().stopped()
                && !isEndedEarly();
    }

    /**
     * Returns true if the server always had a line to relay, as under a closed loop: all lines arrived, before or after the measured
     * time.
     */
    private boolean alwaysHasALine() {
        return report.plan().arrivals() instanceof Arrivals.ClosedWindow
                && report.deliveries().verified() > 0;
    }

    // ---- INVALID.

    private List<String> doubts() {
        addIf(
                hasMeasuredNothing() && alwaysHasALine(),
                "server or machine stood still for all of the "
                        + seconds(report.times().measured()) + " that are measured; measure for longer");
        judgeLoad();
        judgeValues();
        judgeSchedule();
        judgeMachine();
        judgeGenerator();
        addIf(!reasons.isEmpty() && isEndedEarly(), cutShort());
        return reasons;
    }

    private boolean isEndedEarly() {
        return report.times().ended() != null && !report.times().stopped() && report.isCutShort();
    }

    private String cutShort() {
        var ended = report.times().ended();
        return (report.times().stopped()
                        ? "stopped before its time: "
                        : ended == null ? "over before its time: " : "ended early, " + ended + ": ")
                + seconds(report.times().measured()) + " of "
                + seconds(report.plan().duration().toNanos()) + " measured";
    }

    private void judgeLoad() {
        if (report.times().stopped()) {
            reasons.add(cutShort() + "; let it run to its end");
            return;
        }
        if (isEndedEarly()) {
            return;
        }
        judgeRate();
        judgeWindow();
        add(
                report.joins().scheduled()
                        - report.joins().done()
                        - report.joins().failed(),
                "joins were due when no client was left to leave; ask for fewer, or for more clients");
    }

    /** Judges whether the asked rate was reached, because the figures stand for that rate. */
    private void judgeRate() {
        var lines = report.lines();
        long unsent = lines.scheduled() - lines.sent();
        addIf(
                unsent > 0,
                unsent + " of " + lines.scheduled() + " scheduled lines were not sent"
                        + (lines.overrun() > 0
                                ? ", " + lines.overrun() + " because the server had not taken those before"
                                : "")
                        + "; ask for fewer lines/s");
        addIf(
                !lines.areAtRate(),
                "the asked rate was not reached: "
                        + percent(report.reachedShare().orElse(0))
                        + " of it, under " + percent(LoadReport.Lines.LEAST_REACHED) + "; schedule error p50 "
                        + millis(report.latencies().scheduleError().getValueAtPercentile(50))
                        + " is the generator's part, pushback p50 "
                        + millis(report.latencies().pushback().getValueAtPercentile(50)) + " the server's");
    }

    /** A rate of what is always in flight is one only if all of it has come and gone. */
    private void judgeWindow() {
        if (report.plan().arrivals() instanceof Arrivals.ClosedWindow(var inFlight) && !hasMeasuredNothing()) {
            long sent = report.lines().measured();
            addIf(
                    sent < inFlight,
                    sent + " lines were sent in the " + seconds(report.times().measured())
                            + " that are measured, fewer than the " + inFlight + " in flight; measure for longer");
        }
    }

    private void judgeValues() {
        add(report.latencies().negative(), "latencies below zero: the clock is not monotonic; use another machine");
        add(report.latencies().saturated(), "latencies over one hour, the most that is recorded; ask for less load");
        add(conditions.wakeUpsOutOfRange(), "wake-ups over one hour late; do not suspend the machine");
        long median = report.latencies().response().getValueAtPercentile(50);
        long step = conditions.clock().stepNanos();
        addIf(
                median > 0 && step > COARSEST_STEP_OF_LATENCY * median,
                "the clock goes in steps of " + step + " ns, over a tenth of the latency's p50 (" + median
                        + " ns); use another clock source");
    }

    private void judgeSchedule() {
        long late = report.latencies().scheduleError().getValueAtPercentile(99);
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

    private boolean hasLatency() {
        return report.latencies().response().getTotalCount() > 0;
    }

    private boolean isOpenLoop() {
        return report.plan().arrivals() instanceof Arrivals.OpenLoop;
    }

    private boolean isBound() {
        return conditions.headroom().orElse(1) < LEAST_HEADROOM;
    }

    private String busy() {
        return "the generator had no time left, a worker was busy or waited for a core for all but "
                + percent(conditions.headroom().orElse(1)) + " of the time, under " + percent(LEAST_HEADROOM);
    }

    private boolean isWindow() {
        return report.plan().arrivals() instanceof Arrivals.ClosedWindow;
    }

    private String bound() {
        var why = hasLatency() && !isWindow() && report.plan().generator().mostLate() == null
                ? " (half of the latency's p99 of " + millis(latencyP99) + ", but at least 1 ms and at most 50 ms)"
                : "";
        return "over " + millis(mostLate) + why;
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
        report.unfair()
                .ifPresent(
                        unfair -> reasons.add(
                                unfair
                                        + ": the window counts all of them on average, so the figure is not one that all receivers had"));
        add(
                report.lines().untracked(),
                "lines were on their way for so long that their last delivery was not followed: the last receiver's"
                        + " latency is without them");
        long highest = report.latencies().response().getMaxValue();
        long latest = conditions.wakeUpErrorNanos().getMaxValue();
        addIf(
                hasLatency() && latest > MOST_LATE_NANOS && latest > MOST_LATE_OF_LATENCY * highest,
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
