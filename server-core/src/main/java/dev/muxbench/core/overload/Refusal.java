package dev.muxbench.core.overload;

/**
 * How long a connection's socket has been seen to take nothing. Time counts from a write that was not done at once up to the last time
 * at which the loop has looked and found the socket still full; so what the loop itself was late is not in it. A write that is found
 * done at the first look after its turn was waited for only as long as the loop slept: io_uring never says at once that it is done.
 *
 * <p>Threads: the session's.
 */
public final class Refusal {
    private static final long NEVER = Long.MAX_VALUE;

    private final FairClock clock;
    private long sinceNanos = NEVER;
    private long sinceTurns; // that had ended then
    private long nanos; // before that

    /** @param clock of the session's loop */
    public Refusal(FairClock clock) {
        this.clock = clock;
    }

    /** A write was refused, taken in part, or is not finished yet. */
    public void begin() {
        sinceNanos = clock.now();
        sinceTurns = clock.turns();
    }

    /** The socket has taken something. */
    public void end() {
        nanos = nanos();
        sinceNanos = NEVER;
    }

    /** In all, by the loop's {@link FairClock}. */
    public long nanos() {
        return nanos + stillNanos();
    }

    /** Since the socket has taken anything. */
    public long stillNanos() {
        if (sinceNanos == NEVER) {
            return 0;
        }
        long from = clock.turns() > sinceTurns + 1 ? sinceNanos : Math.max(sinceNanos, clock.turnEndNanos());
        return Math.max(0, clock.polledNanos() - from);
    }
}
