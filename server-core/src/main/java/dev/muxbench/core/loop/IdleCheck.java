package dev.muxbench.core.loop;

import dev.muxbench.core.overload.FairClock;
import java.time.Duration;
import java.util.List;

/**
 * Closes the loop's clients that have sent nothing for the idle timeout, at most an eighth of the timeout late.
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

    /**
     * Closes idle clients if a check is due. After a stall of this server the check waits, because what clients have sent must be
     * read first.
     */
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
