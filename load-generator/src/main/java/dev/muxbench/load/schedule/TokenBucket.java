package dev.muxbench.load.schedule;

import java.util.concurrent.TimeUnit;

/**
 * How much a slow reader may read: an even rate, and a tenth of a second's worth at a time.
 *
 * <p>Threads: its client's.
 */
public final class TokenBucket {
    private static final int FILLS_PER_SECOND = 10;

    private final int capacity;
    private final double nanosPerByte;
    private long fullAt;

    public TokenBucket(long bytesPerSecond, int mostBytes, long nowNanos) {
        capacity = Math.clamp(bytesPerSecond / FILLS_PER_SECOND, 2, mostBytes);
        nanosPerByte = (double) TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
        fullAt = nowNanos;
    }

    public int available(long nowNanos) {
        return Math.max(0, capacity - (int) Math.ceil(Math.max(0, fullAt - nowNanos) / nanosPerByte));
    }

    /** May take more than there is: then it is empty for longer. */
    public void take(int bytes, long nowNanos) {
        fullAt = Math.max(fullAt, nowNanos) + (long) Math.ceil(bytes * nanosPerByte);
    }

    /**
     * Returns the time in which the bucket fills from empty to half, in ns. A reader that comes back then, or a little later, wastes
     * no token.
     */
    public long pauseNanos() {
        return (long) (capacity * nanosPerByte / 2);
    }
}
