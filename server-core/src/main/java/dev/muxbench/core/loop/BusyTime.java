package dev.muxbench.core.loop;

import dev.muxbench.core.status.LoopCounters;

/**
 * The time that a loop works, without its sleep.
 *
 * <p>Threads: the loop's.
 */
final class BusyTime {
    /** The shortest window of a share. */
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

    /** Counts the working time up to now. */
    void settle(long nowNanos) {
        if (!asleep) {
            counters.worked(nowNanos - sinceNanos);
            sinceNanos = nowNanos;
        }
    }

    /** Returns the share of working time since the last question, from 0 to 1; the answer before if that was less than a second ago. */
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
