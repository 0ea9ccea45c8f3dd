package dev.muxbench.core.loop;

import dev.muxbench.core.status.LoopCounters;

/**
 * How long a loop is at work, as opposed to asleep.
 *
 * <p>Threads: the loop's.
 */
final class BusyTime {
    /** A share of less time than that says little. */
    private static final long WINDOW_NANOS = 1_000_000_000L;

    private final LoopCounters counters;
    private boolean asleep;
    private long sinceNanos; // awake, and not counted yet

    private long windowBeginNanos;
    private long busyBeforeWindow;
    private double lastShare;

    BusyTime(LoopCounters counters, long nowNanos) {
        this.counters = counters;
        this.sinceNanos = nowNanos;
        this.windowBeginNanos = nowNanos;
    }

    boolean isAsleep() {
        return asleep;
    }

    void sleep(long nowNanos) {
        counters.worked(nowNanos - sinceNanos);
        asleep = true;
    }

    void awake(long nowNanos) {
        asleep = false;
        sinceNanos = nowNanos;
        counters.wokeUp();
    }

    /** Counts what has not been counted yet. */
    void settle(long nowNanos) {
        if (!asleep) {
            counters.worked(nowNanos - sinceNanos);
            sinceNanos = nowNanos;
        }
    }

    /** The part of the time since it was asked before, which it was at work; of the time before that if that is a moment ago only. */
    double share(long nowNanos) {
        long window = nowNanos - windowBeginNanos;
        if (window >= WINDOW_NANOS) {
            lastShare = (double) (counters.busyNanos() - busyBeforeWindow) / window;
            windowBeginNanos = nowNanos;
            busyBeforeWindow = counters.busyNanos();
        }
        return lastShare;
    }
}
