package dev.muxbench.load;

import dev.muxbench.load.record.Interval;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.load.record.LoadStatus;
import dev.muxbench.load.record.Recording;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** The workers' intervals, those of the same second joined. Threads: the run's. */
final class Intervals {
    private final List<Worker> workers;
    private final Supplier<LoadStatus> status;
    private final LoadListener listener;
    private final Histogram latency = Recording.newHistogram();

    /** @param status of the run, now */
    Intervals(List<Worker> workers, Supplier<LoadStatus> status, LoadListener listener) {
        this.workers = workers;
        this.status = status;
        this.listener = listener;
    }

    /** Those that all workers have ended. */
    void passOn() {
        while (workers.stream().noneMatch(worker -> worker.finishedIntervals().isEmpty())) {
            passOnOne();
        }
    }

    /** At the end one worker may have had one more interval than another one. */
    void passOnLast() {
        while (!workers.stream().allMatch(worker -> worker.finishedIntervals().isEmpty())) {
            passOnOne();
        }
        listener.onStatus(status.get());
    }

    private void passOnOne() {
        workers.stream()
                .flatMap(worker -> Stream.ofNullable(worker.finishedIntervals().poll()))
                .reduce(Interval::plus)
                .ifPresent(interval -> {
                    latency.add(interval.latencyNanos());
                    listener.onStatus(status.get());
                    listener.onInterval(interval);
                });
    }

    /** Of all of them. */
    Histogram latency() {
        return latency;
    }
}
