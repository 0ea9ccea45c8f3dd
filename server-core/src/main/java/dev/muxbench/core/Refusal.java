package dev.muxbench.core;

/**
 * How long a connection's socket has been seen to take nothing. Time counts from a write that was not done at once up to the last time
 * at which the loop has looked and found the socket still full; so what the loop itself was late is not in it. A write that is found
 * done at the first look after its turn was waited for only as long as the loop slept: io_uring never says at once that it is done.
 *
 * <p>Threads: the session's.
 */
final class Refusal {
    private static final long NEVER = Long.MAX_VALUE;

    private final FairClock clock;
    private final IoLoop loop;
    private long sinceNanos = NEVER;
    private long sinceTurns; // that had ended then
    private long nanos; // before that

    Refusal(IoLoop loop) {
        this.loop = loop;
        this.clock = loop.fairClock();
    }

    /** A write was refused, taken in part, or is not finished yet. */
    void begin() {
        sinceNanos = loop.fairNanos();
        sinceTurns = clock.turns();
    }

    /** The socket has taken something. */
    void end() {
        nanos = nanos();
        sinceNanos = NEVER;
    }

    /** In all, by the loop's {@link FairClock}. */
    long nanos() {
        return nanos + stillNanos();
    }

    /** Since the socket has taken anything. */
    long stillNanos() {
        if (sinceNanos == NEVER) {
            return 0;
        }
        long from = clock.turns() > sinceTurns + 1 ? sinceNanos : Math.max(sinceNanos, clock.turnEndNanos());
        return Math.max(0, clock.polledNanos() - from);
    }
}
