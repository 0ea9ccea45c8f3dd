package dev.muxbench.core;

/**
 * How fast a member reads what its room has for it. Only known after some time, as a socket's buffer is drained in large steps.
 *
 * <p>Threads: the session's.
 */
final class Pace {
    private static final long NEVER = Long.MIN_VALUE;

    private long sinceNanos = NEVER;
    private long fromPosition;
    private boolean known;
    private boolean tooSlow;

    /** It is not behind: what was known about it is of no use. */
    void forget() {
        known = false;
        sinceNanos = NEVER;
    }

    /**
     * Asked some times a second: would it not catch up soon at the pace that it has had lately?
     *
     * @param lagBytes  how far it is behind
     * @param position  of what it has been sent, in the room's log
     * @param fairNanos by the clock of its loop: see {@link IoLoop#fairNanos()}
     */
    boolean isTooSlow(long lagBytes, long position, long fairNanos, SlowConsumerRule rule) {
        long elapsed = fairNanos - sinceNanos;
        if (sinceNanos == NEVER || elapsed > rule.stalePaceNanos()) {
            known = false;
        } else if (elapsed >= rule.paceNanos()) {
            known = true;
            tooSlow = rule.isTooSlow(lagBytes, position - fromPosition, elapsed);
        } else {
            return known && tooSlow;
        }
        sinceNanos = fairNanos;
        fromPosition = position;
        return known && tooSlow;
    }
}
