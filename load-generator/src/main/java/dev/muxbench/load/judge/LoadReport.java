package dev.muxbench.load.judge;

import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.verify.FaultCounts;
import java.util.List;
import java.util.OptionalDouble;
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
 * @param latencyNanos        response time: of deliveries due in the measured time, from when they were due; without unruly clients
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
 * @param resets              connections that were opened and reset at once, beside the clients
 * @param joinsScheduled      clients that were to leave and come back, warm-up included
 * @param joinsDone           of these, back
 * @param joinsFailed         of these, not let in
 * @param joinFailure         why the first of these was not, if any
 * @param joinLatencyNanos    of those due in the measured time, from when they were to leave until they were back
 * @param serviceNanos        as {@code latencyNanos}, from when the line was handed to the socket: {@code latencyNanos} without the
 *                            schedule error; empty for a closed loop, where both are the same
 * @param conditions          of the machine and the generator
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
        long resets,
        long joinsScheduled,
        long joinsDone,
        long joinsFailed,
        @Nullable String joinFailure,
        Histogram joinLatencyNanos,
        Histogram serviceNanos,
        Conditions conditions) {

    /** Verified deliveries a second in the measured time; empty if that has not come. */
    public OptionalDouble deliveriesPerSecond() {
        return measuredNanos == 0 ? OptionalDouble.empty() : OptionalDouble.of(measuredArrivals * 1e9 / measuredNanos);
    }

    /** This process's CPU time for a verified delivery; empty if there was none. */
    public OptionalDouble cpuNanosPerDelivery() {
        return delivered == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) cpuNanos / delivered);
    }

    public Verdict verdict() {
        return Judgement.of(this);
    }

    /** What has to be known about the figures even if they are valid. */
    public List<String> cautions() {
        return Judgement.cautions(this);
    }
}
