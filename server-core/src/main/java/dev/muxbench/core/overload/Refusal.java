package dev.muxbench.core.overload;

/**
 * The time for which a connection's socket was seen to take nothing. Time counts from a write that was not done at once until the loop
 * last looked and found the socket still full, so a delay of the loop itself does not count. A write that is found done at the first look
 * after its turn counts only for the loop's sleep, because io_uring never reports a write as done at once.
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

    /** Called when a write was refused, taken in part, or is not finished yet. */
    public void begin() {
        sinceNanos = clock.now();
        sinceTurns = clock.turns();
    }

    /** Called when the socket has taken something. */
    public void end() {
        nanos = nanos();
        sinceNanos = NEVER;
    }

    /** Returns the time in all, by the loop's {@link FairClock}. */
    public long nanos() {
        return nanos + stillNanos();
    }

    /** Returns the time since the socket last took something. */
    public long stillNanos() {
        if (sinceNanos == NEVER) {
            return 0;
        }
        long from = clock.turns() > sinceTurns + 1 ? sinceNanos : Math.max(sinceNanos, clock.turnEndNanos());
        return Math.max(0, clock.polledNanos() - from);
    }
}
