package dev.muxbench.load;

import dev.muxbench.load.record.Interval;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.load.record.LoadStatus;
import dev.muxbench.load.record.Recording;
import dev.muxbench.load.record.Seconds;
import java.util.List;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** The workers' intervals, those of the same second joined. Threads: the run's. */
final class Intervals {
    private final List<Worker> workers;
    private final Supplier<LoadStatus> status;
    private final LoadListener listener;
    private final Histogram latency = Recording.newHistogram();
    private final Seconds seconds;

    /**
     * @param workers once they are there
     * @param count   how many there will be
     * @param status  of the run, now
     */
    Intervals(List<Worker> workers, int count, Supplier<LoadStatus> status, LoadListener listener) {
        this.workers = workers;
        this.status = status;
        this.listener = listener;
        this.seconds = new Seconds(count, this::passOn);
    }

    /** Those that all workers have ended. */
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

    /** All workers have ended. */
    void passOnLast() {
        passOn();
        for (int i = 0; i < workers.size(); i++) {
            seconds.end(i);
        }
        listener.onStatus(status.get());
    }

    /** Of all of them. */
    Histogram latency() {
        return latency;
    }
}
