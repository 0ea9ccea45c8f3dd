package dev.muxbench.load;

import dev.muxbench.load.record.Interval;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.load.record.LoadStatus;
import dev.muxbench.load.record.Recording;
import dev.muxbench.load.record.Seconds;
import java.util.List;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** Joins the workers' intervals of the same second. Threads: the run's. */
final class Intervals {
    private final List<Worker> workers;
    private final Supplier<LoadStatus> status;
    private final LoadListener listener;
    private final Histogram latency = Recording.newHistogram();
    private final Seconds seconds;

    /**
     * @param workers filled when they are made
     * @param count   the number of workers
     * @param status  returns the state of the run
     */
    Intervals(List<Worker> workers, int count, Supplier<LoadStatus> status, LoadListener listener) {
        this.workers = workers;
        this.status = status;
        this.listener = listener;
        this.seconds = new Seconds(count, this::passOn);
    }

    /** Passes on the intervals that all workers have ended. */
    void passOn() {
        for (int i = 0; i < workers.size(); i++) {
            var finished = workers.get(i).finishedIntervals();
            for (var interval = finished.poll(); interval != null; interval = finished.poll()) {
                seconds.add(i, interval);
            }
        }
    }

    private void passOn(Interval interval) {
        latency.add(interval.latencyNanos());
        listener.onStatus(status.get());
        listener.onInterval(interval);
    }

    /** Passes on the last intervals, after all workers have ended. */
    void passOnLast() {
        passOn();
        for (int i = 0; i < workers.size(); i++) {
            seconds.end(i);
        }
        listener.onStatus(status.get());
    }

    /** Returns the latency of all intervals. */
    Histogram latency() {
        return latency;
    }
}
