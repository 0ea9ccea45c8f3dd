package dev.muxbench.load;

import dev.muxbench.load.client.RunState;
import dev.muxbench.load.judge.Conditions;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.judge.LoadReport.Connections;
import dev.muxbench.load.judge.LoadReport.Deliveries;
import dev.muxbench.load.judge.LoadReport.Joins;
import dev.muxbench.load.judge.LoadReport.Latencies;
import dev.muxbench.load.judge.LoadReport.Lines;
import dev.muxbench.load.judge.LoadReport.Times;
import dev.muxbench.load.schedule.Timetable;
import dev.muxbench.load.verify.FaultCounts;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Adds up what the workers of a run have found, after all of their threads have ended. Threads: the run's. */
final class Harvest {
    private final RunState state;
    private final List<Worker> workers;
    private final long sendingEndedNanos;

    /** @param sendingEndedNanos when the measured time ended, or the sending before that */
    Harvest(RunState state, List<Worker> workers, long sendingEndedNanos) {
        this.state = state;
        this.workers = workers;
        this.sendingEndedNanos = sendingEndedNanos;
    }

    /**
     * Returns the report of all workers together.
     *
     * @param cpuNanos of this process
     * @param stopped  by the user
     * @param ended    before its time, and why
     * @param response latency
     */
    LoadReport report(
            long cpuNanos, boolean stopped, @Nullable String ended, Histogram response, Conditions conditions) {
        var latencies = Latencies.none();
        var faults = FaultCounts.NONE;
        long delivered = 0;
        long measuredArrivals = 0;
        long measuredDue = 0;
        long measuredSent = 0;
        for (var worker : workers) {
            delivered += worker.settled();
            latencies = latencies.plus(worker.latencies());
            faults = faults.plus(worker.faults());
            var recording = worker.recording();
            if (recording != null) {
                measuredArrivals += recording.measuredArrivals();
                measuredDue += recording.measuredDue();
                measuredSent += recording.measuredSent();
            }
        }
        long expected = workers.stream().mapToLong(Worker::expected).sum()
                - state.ledger.completions.unacceptedDeliveries()
                + faults.lost();
        long sent = state.sent.get();
        return new LoadReport(
                state.plan,
                new Lines(
                        sent,
                        sent + state.unsent.get(),
                        state.overrun.get(),
                        measuredDue,
                        measuredSent,
                        state.ledger.completions.untracked()),
                new Deliveries(
                        expected,
                        delivered,
                        measuredArrivals,
                        workers.stream().mapToInt(Worker::behind).sum(),
                        workers.stream()
                                .mapToDouble(Worker::mostWindowsBehind)
                                .max()
                                .orElse(0)),
                faults.withMissing(expected - delivered),
                new Connections(
                        state.lost.get(),
                        state.firstLoss(),
                        state.broken.get(),
                        state.reconnected.get(),
                        state.unrulyClosed.get(),
                        state.floodBytes.get(),
                        state.resets.get()),
                new Joins(scheduledJoins(), state.joined.get(), state.joinsFailed.get(), state.joinFailure()),
                new Times(measuredNanos(), connectNanos(), cpuNanos, stopped, ended),
                latencies.withResponse(response),
                conditions);
    }

    private long measuredNanos() {
        return Math.max(0, Math.min(sendingEndedNanos, state.measureTo()) - state.measureFrom());
    }

    private long connectNanos() {
        return workers.stream()
                .mapToLong(worker -> worker.readyNanos() - state.connectNanos)
                .max()
                .orElse(0);
    }

    private long scheduledJoins() {
        double rate = state.plan.population().joinsPerSecond();
        return rate == 0 ? 0 : Timetable.constant(rate).linesIn(planned());
    }

    /** Returns warm-up and measured time, in ns. */
    private long planned() {
        return state.plan.warmup().plus(state.plan.duration()).toNanos();
    }
}
