package dev.muxbench.core;

/**
 * How long a connection's socket has been seen to take nothing. Time counts from a write that was not done at once up to the last time
 * at which the loop has looked and found the socket still full; so what the loop itself was late is not in it.
 *
 * <p>Threads: the session's.
 */
final class Refusal {
    private static final long NEVER = Long.MAX_VALUE;

    private final IoLoop loop;
    private long sinceNanos = NEVER;
    private long nanos; // before that

    Refusal(IoLoop loop) {
        this.loop = loop;
    }

    /** A write was refused, taken in part, or is not finished yet. */
    void begin() {
        sinceNanos = loop.fairNanos();
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
        return sinceNanos == NEVER ? 0 : Math.max(0, loop.polledNanos() - sinceNanos);
    }
}
