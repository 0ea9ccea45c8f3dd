package dev.muxbench.load;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The workers' intervals, those of the same second joined. Threads: the run's. */
final class Intervals {
    private final List<Worker> workers;
    private final LoadListener listener;
    private final Histogram latency = Recording.newHistogram();

    Intervals(List<Worker> workers, LoadListener listener) {
        this.workers = workers;
        this.listener = listener;
    }

    /** Those that all workers have ended. */
    void passOn() {
        while (workers.stream().noneMatch(worker -> worker.finishedIntervals().isEmpty())) {
            Interval sum = null;
            for (var worker : workers) {
                sum = joined(sum, worker.finishedIntervals().remove());
            }
            if (sum != null) {
                latency.add(sum.latencyNanos());
                listener.onInterval(sum);
            }
        }
    }

    /** At the end one worker may have had one more interval than another one. */
    void addIncomplete() {
        for (var worker : workers) {
            worker.finishedIntervals().forEach(interval -> latency.add(interval.latencyNanos()));
        }
    }

    private static Interval joined(@Nullable Interval sum, Interval next) {
        if (sum == null) {
            return next;
        }
        sum.latencyNanos().add(next.latencyNanos());
        return new Interval(
                sum.startNanos(),
                Math.max(sum.endNanos(), next.endNanos()),
                sum.phase(),
                sum.sent() + next.sent(),
                sum.deliveries() + next.deliveries(),
                sum.latencyNanos(),
                Math.max(sum.lateNanos(), next.lateNanos()));
    }

    /** Of all of them. */
    Histogram latency() {
        return latency;
    }
}
