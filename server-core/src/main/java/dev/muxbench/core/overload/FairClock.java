package dev.muxbench.core.overload;

import java.util.function.LongSupplier;

/**
 * The time of one loop by which clients are judged, in ns since the loop began. It stands still while the loop does not run (a signal,
 * a paused virtual machine, a long collection, a turn that takes long), because nobody can read what is not sent.
 *
 * <p>Threads: the loop's.
 */
public final class FairClock {
    /** A longer step is a stall of this server: the rest of it is charged to nobody. */
    public static final long LONGEST_STEP_NANOS = 100_000_000L;

    private final LongSupplier clockNanos;
    private long lastNanos; // by the server's clock
    private long nanos; // up to then
    private long turnEndNanos; // of the last one
    private long turns; // that have ended
    private long polledNanos;
    private boolean slept; // since the last turn

    /** @param clockNanos the server's */
    public FairClock(LongSupplier clockNanos) {
        this.clockNanos = clockNanos;
        this.lastNanos = clockNanos.getAsLong();
    }

    /**
     * The loop has waited for events, until now.
     *
     * @param nowNanos by the server's clock, as in all calls
     */
    public void awake(long nowNanos) {
        advance(nowNanos);
        polledNanos = nanos;
        slept = true;
    }

    /** The events of a turn are handled: a socket that was not among them was full when the loop looked, which was after its last turn. */
    public void beginTurn() {
        if (!slept) {
            polledNanos = turnEndNanos;
        }
        slept = false;
    }

    public void endTurn(long nowNanos) {
        advance(nowNanos);
        turnEndNanos = nanos;
        turns++;
    }

    private void advance(long nowNanos) {
        nanos = now(nowNanos);
        lastNanos = nowNanos;
    }

    public long now() {
        return now(clockNanos.getAsLong());
    }

    public long now(long nowNanos) {
        return nanos + Math.clamp(nowNanos - lastNanos, 0, LONGEST_STEP_NANOS);
    }

    /** When the loop last looked at sockets that it has heard nothing of since: those that were full before were still full then. */
    public long polledNanos() {
        return polledNanos;
    }

    /** When the last turn ended. */
    public long turnEndNanos() {
        return turnEndNanos;
    }

    /** How many turns have ended. */
    public long turns() {
        return turns;
    }
}
