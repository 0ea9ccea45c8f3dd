package dev.muxbench.core.loop;

import dev.muxbench.core.overload.FairClock;
import java.time.Duration;
import java.util.List;

/**
 * Closes those of a loop's clients that have sent nothing for too long, at most an eighth of that time late.
 *
 * <p>Threads: the loop's.
 */
final class IdleCheck {
    private static final int CHECKS = 8; // within the timeout
    private static final long LEAST_NANOS = 50_000_000L;

    private final long timeoutNanos; // 0: none
    private final long checkNanos;
    private long nextNanos;

    IdleCheck(Duration timeout, long nowNanos) {
        timeoutNanos = timeout.toNanos();
        checkNanos = Math.max(LEAST_NANOS, timeoutNanos / CHECKS);
        nextNanos = nowNanos;
    }

    boolean isOn() {
        return timeoutNanos > 0;
    }

    long nextNanos() {
        return nextNanos;
    }

    /** If it is time for it; but not after a stall of this server: what clients have sent meanwhile is read first. */
    void closeIdle(List<LoopSession> sessions, long nowNanos) {
        long lateNanos = nowNanos - nextNanos;
        if (lateNanos < 0) {
            return;
        }
        if (lateNanos > FairClock.LONGEST_STEP_NANOS) {
            nextNanos = nowNanos + LEAST_NANOS;
            return;
        }
        nextNanos = nowNanos + checkNanos;
        for (var session : sessions) {
            session.closeIfIdle(nowNanos, timeoutNanos);
        }
    }
}
