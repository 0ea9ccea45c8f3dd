package dev.muxbench.core;

import java.time.Duration;

/**
 * When a member that is behind counts as slow, and how long slow members may cost a room: all derived from the one
 * slow-consumer timeout.
 *
 * @param timeoutNanos pushback that a minority may cost a room in any minute
 */
record SlowConsumerRule(long timeoutNanos) {
    private static final long LEAST_PACE_NANOS = 500_000_000L;
    private static final int PACE_SHARE = 20;
    private static final int CATCH_UP_SHARE = 4;
    private static final int STALE_PACES = 4;
    private static final long TICK_NANOS = 100_000_000L;

    SlowConsumerRule(Duration timeout) {
        this(timeout.toNanos());
    }

    /** The time over which a member's pace is taken. */
    long paceNanos() {
        return Math.min(timeoutNanos / 2, Math.max(LEAST_PACE_NANOS, timeoutNanos / PACE_SHARE));
    }

    /** A pace that old says nothing any more. */
    long stalePaceNanos() {
        return STALE_PACES * paceNanos();
    }

    /** At this pace, would it still be behind when it may cost no more? */
    boolean isTooSlow(long lagBytes, long progressBytes, long elapsedNanos) {
        return (double) lagBytes * elapsedNanos > (double) progressBytes * (timeoutNanos / (double) CATCH_UP_SHARE);
    }

    /** What remains of the timeout when the pace is known. */
    Duration budget() {
        return Duration.ofNanos(Math.max(timeoutNanos / CATCH_UP_SHARE, timeoutNanos - paceNanos() - TICK_NANOS));
    }
}
