package dev.muxbench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a run has shown.
 *
 * @param plan                what was to be done
 * @param sent                lines, warm-up included
 * @param scheduled           lines that were due, for an open loop; else as {@code sent}
 * @param expected            deliveries that the sent lines must cause; to a client that leaves, or an unruly one that the server
 *                            closes, only those before; to one that has come back, those from the first on that it gets, and all
 *                            that were sent after its return
 * @param delivered           of these, verified
 * @param faults              the others, and what else was wrong
 * @param connectionsLost     that broke before the end, without unruly clients
 * @param stopped             it was ended before its time
 * @param measuredNanos       length of the measured time
 * @param measuredArrivals    verified deliveries that arrived in the measured time
 * @param latencyNanos        of deliveries due in the measured time, from when they were due; without unruly clients
 * @param lastReceiverNanos   of the last such delivery of each such line, unless the one who still missed it has left
 * @param scheduleErrorNanos  how late such lines were handed to the socket
 * @param negativeLatencies   latencies below 0, which cannot be
 * @param saturatedLatencies  latencies over an hour, counted as an hour
 * @param untrackedLines      lines whose last delivery was not followed
 * @param connectNanos        from the first connect to the last greeting
 * @param cpuNanos            CPU time of this process from the first line to the last delivery
 * @param connectLatencyNanos of each client, from when it was to connect until it was in
 * @param connectionsBroken   that broke before the end, of clients that were to come back
 * @param reconnected         of these clients, back
 * @param outageNanos         of those that broke in the measured time, until they were back
 * @param unrulyClosed        unruly clients that the server has closed, as it may
 * @param unrulyLatencyNanos  as {@code latencyNanos}, of unruly clients
 * @param floodBytes          that the server has taken from flooding clients
 * @param joinsScheduled      clients that were to leave and come back, warm-up included
 * @param joinsDone           of these, back
 * @param joinsFailed         of these, not let in
 * @param joinFailure         why the first of these was not, if any
 * @param joinLatencyNanos    of those due in the measured time, from when they were to leave until they were back
 */
public record LoadReport(
        LoadPlan plan,
        long sent,
        long scheduled,
        long expected,
        long delivered,
        FaultCounts faults,
        int connectionsLost,
        boolean stopped,
        long measuredNanos,
        long measuredArrivals,
        Histogram latencyNanos,
        Histogram lastReceiverNanos,
        Histogram scheduleErrorNanos,
        long negativeLatencies,
        long saturatedLatencies,
        long untrackedLines,
        long connectNanos,
        long cpuNanos,
        Histogram connectLatencyNanos,
        int connectionsBroken,
        int reconnected,
        Histogram outageNanos,
        int unrulyClosed,
        Histogram unrulyLatencyNanos,
        long floodBytes,
        long joinsScheduled,
        long joinsDone,
        long joinsFailed,
        @Nullable String joinFailure,
        Histogram joinLatencyNanos) {

    private static final long TOLERATED_SCHEDULE_ERROR_NANOS = 1_000_000;
    private static final double TOLERATED_SCHEDULE_SHARE = 0.5;

    /** Verified deliveries a second in the measured time. */
    public double deliveriesPerSecond() {
        return measuredNanos == 0 ? 0 : measuredArrivals * 1e9 / measuredNanos;
    }

    /** This process's CPU time for a verified delivery. */
    public double cpuNanosPerDelivery() {
        return delivered == 0 ? 0 : (double) cpuNanos / delivered;
    }

    public Verdict verdict() {
        var failures = failures();
        if (!failures.isEmpty()) {
            return new Verdict.Failed(failures);
        }
        var doubts = doubts();
        return doubts.isEmpty() ? new Verdict.Valid() : new Verdict.Invalid(doubts);
    }

    private List<String> failures() {
        var reasons = new ArrayList<String>();
        add(reasons, faults.lost(), "deliveries lost");
        add(reasons, faults.duplicated(), "duplicated");
        add(reasons, faults.reordered(), "reordered");
        add(reasons, faults.corrupted(), "corrupted");
        add(reasons, faults.misdirected(), "came to someone who should not get them");
        add(reasons, faults.serverErrors(), "errors of the server: " + faults.serverError());
        add(reasons, connectionsLost, "connections lost");
        add(reasons, joinsFailed, "clients did not come back: " + joinFailure);
        return reasons;
    }

    private List<String> doubts() {
        var reasons = new ArrayList<String>();
        if (stopped) {
            reasons.add("stopped before its time");
        }
        if (!stopped && sent < scheduled) {
            reasons.add((scheduled - sent) + " of " + scheduled + " scheduled lines were not sent");
        }
        if (!stopped) {
            add(reasons, joinsScheduled - joinsDone - joinsFailed, "joins were due when no client was left to leave");
        }
        add(reasons, negativeLatencies, "latencies below zero: the clock is not monotonic");
        add(reasons, saturatedLatencies, "latencies over one hour");
        if (latencyNanos.getTotalCount() == 0) {
            reasons.add("no delivery was measured");
        }
        long error = scheduleErrorNanos.getValueAtPercentile(99);
        long latency = latencyNanos.getValueAtPercentile(99);
        if (error > TOLERATED_SCHEDULE_ERROR_NANOS && error > TOLERATED_SCHEDULE_SHARE * latency) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "the generator was late itself: schedule error p99 %.1f ms of %.1f ms latency p99",
                    error / 1e6,
                    latency / 1e6));
        }
        return reasons;
    }

    private static void add(List<String> reasons, long count, String what) {
        if (count > 0) {
            reasons.add(count + " " + what);
        }
    }
}
