package dev.muxbench.load.schedule;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long it may be that nothing happens, by the clock of one who looks often. The time between two looks counts for a fifth of a second
 * at most: of a longer one this process was not awake, and cannot say that others did nothing in it.
 *
 * <p>Threads: one.
 */
public final class Patience {
    private static final long MOST_AT_ONCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final long limitNanos;
    private long lastLookNanos;
    private long waitedNanos;

    public Patience(Duration limit, long nowNanos) {
        this.limitNanos = limit.toNanos();
        this.lastLookNanos = nowNanos;
    }

    /** Something has happened. */
    public void renew(long nowNanos) {
        lastLookNanos = nowNanos;
        waitedNanos = 0;
    }

    /** Nothing has, to be asked more than five times a second. Returns whether that was too long. */
    public boolean isOver(long nowNanos) {
        waitedNanos += Math.min(nowNanos - lastLookNanos, MOST_AT_ONCE_NANOS);
        lastLookNanos = nowNanos;
        return waitedNanos > limitNanos;
    }
}
