package dev.muxbench.core.overload;

import dev.muxbench.core.config.ClientLimits;
import java.util.function.LongSupplier;

/**
 * The rate limits of one client. A client may be ahead of its rates by one second, and by the line that takes it there.
 *
 * <p>Each rate keeps the time up to which everything so far is paid for (the virtual scheduling algorithm of ITU-T recommendation
 * I.371, annex A).
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

    /** True if nothing more may be read from the client now. */
    public boolean isSpent() {
        long now = clockNanos.getAsLong();
        return linesPaidUntilNanos - now >= BURST_NANOS || bytesPaidUntilNanos - now >= BURST_NANOS;
    }

    /** Charges what was read from the client. */
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
