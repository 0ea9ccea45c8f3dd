package dev.muxbench.load.record;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Joins the intervals of several workers, or of several processes, that are of the same second. A second is passed on when all of them
 * are beyond it.
 *
 * <p>Threads: one.
 */
public final class Seconds {
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Consumer<Interval> to;
    private final TreeMap<Long, Interval> waiting = new TreeMap<>();
    private final long[] beyond; // by source: the first second that it may still tell of

    public Seconds(int sources, Consumer<Interval> to) {
        this.to = to;
        this.beyond = new long[sources];
    }

    /** @param interval of that source, which tells of each second once, in order */
    public void add(int source, Interval interval) {
        long second = interval.startNanos() / NANOS;
        waiting.merge(second, interval, Interval::plus);
        beyond[source] = second + 1;
        passOn();
    }

    /** Ends a source: it has no further seconds to tell. */
    public void end(int source) {
        beyond[source] = Long.MAX_VALUE;
        passOn();
    }

    private void passOn() {
        long complete = Arrays.stream(beyond).min().orElse(0);
        while (!waiting.isEmpty() && waiting.firstKey() < complete) {
            to.accept(waiting.pollFirstEntry().getValue());
        }
    }
}
