package dev.muxbench.core.overload;

import dev.muxbench.core.config.ClientLimits;
import java.util.function.LongSupplier;

/**
 * Whether one client has sent more than its rates allow. It may be ahead of them by one second, and by the line that takes it there.
 *
 * <p>For each rate there is the time up to which it pays for everything so far (the virtual scheduling algorithm of ITU-T
 * recommendation I.371, annex A).
 *
 * <p>Threads: the session's.
 */
public final class RateLimit {
    private static final long BURST_NANOS = 1_000_000_000L;
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final LongSupplier clockNanos;
    private final long linesPerSecond; // 0: any number
    private final long bytesPerSecond;
    private long linesPaidUntilNanos;
    private long bytesPaidUntilNanos;

    public RateLimit(ClientLimits limits, LongSupplier clockNanos) {
        this.clockNanos = clockNanos;
        this.linesPerSecond = limits.linesPerSecond();
        this.bytesPerSecond = limits.bytesPerSecond();
        this.linesPaidUntilNanos = clockNanos.getAsLong();
        this.bytesPaidUntilNanos = linesPaidUntilNanos;
    }

    /** Nothing more may be taken from it now. */
    public boolean isSpent() {
        long now = clockNanos.getAsLong();
        return linesPaidUntilNanos - now >= BURST_NANOS || bytesPaidUntilNanos - now >= BURST_NANOS;
    }

    /** So much was taken from it. */
    public void charge(int lines, int bytes) {
        long now = clockNanos.getAsLong();
        linesPaidUntilNanos = paidUntil(linesPaidUntilNanos, now, lines, linesPerSecond);
        bytesPaidUntilNanos = paidUntil(bytesPaidUntilNanos, now, bytes, bytesPerSecond);
    }

    private static long paidUntil(long before, long now, long amount, long perSecond) {
        if (perSecond == 0) {
            return now;
        }
        return (before - now < 0 ? now : before) + Math.ceilDiv(amount * SECOND_NANOS, perSecond);
    }
}
