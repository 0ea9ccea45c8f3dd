package dev.muxbench.core;

/**
 * The time of one loop by which clients are judged, in ns since the loop began. It stands still while the loop does not run (a signal,
 * a paused virtual machine, a long collection, a turn that takes long), because nobody can read what is not sent.
 *
 * <p>Threads: the loop's.
 */
final class FairClock {
    /** A longer step is a stall of this server: the rest of it is charged to nobody. */
    static final long LONGEST_STEP_NANOS = 100_000_000L;

    private long lastNanos; // by the server's clock
    private long nanos; // up to then
    private long turnEndNanos; // of the last one
    private long turns; // that have ended
    private long polledNanos;
    private boolean slept; // since the last turn

    /** @param nowNanos by the server's clock, as in all calls */
    FairClock(long nowNanos) {
        lastNanos = nowNanos;
    }

    /** The loop has waited for events, until now. */
    void awake(long nowNanos) {
        advance(nowNanos);
        polledNanos = nanos;
        slept = true;
    }

    /** The events of a turn are handled: a socket that was not among them was full when the loop looked, which was after its last turn. */
    void beginTurn() {
        if (!slept) {
            polledNanos = turnEndNanos;
        }
        slept = false;
    }

    void endTurn(long nowNanos) {
        advance(nowNanos);
        turnEndNanos = nanos;
        turns++;
    }

    private void advance(long nowNanos) {
        nanos = now(nowNanos);
        lastNanos = nowNanos;
    }

    long now(long nowNanos) {
        return nanos + Math.clamp(nowNanos - lastNanos, 0, LONGEST_STEP_NANOS);
    }

    /** When the loop last looked at sockets that it has heard nothing of since: those that were full before were still full then. */
    long polledNanos() {
        return polledNanos;
    }

    /** When the last turn ended. */
    long turnEndNanos() {
        return turnEndNanos;
    }

    /** How many turns have ended. */
    long turns() {
        return turns;
    }
}
