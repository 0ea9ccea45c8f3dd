package dev.muxbench.core.overload;

import java.util.function.LongSupplier;

/**
 * The clock of one loop by which its clients are judged, in ns since the loop began. The clock stands still while the loop does not run
 * (a signal, a paused virtual machine, a long collection, a long turn), because no client can read what is not sent.
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
     * Called when the loop has waited for events.
     *
     * @param nowNanos by the server's clock, as in all methods
     */
    public void awake(long nowNanos) {
        advance(nowNanos);
        polledNanos = nanos;
        slept = true;
    }

    /** Called when the events of a turn are handled. A socket that was full and had no event was still full when the loop last looked. */
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

    /** Returns when the loop last looked at its sockets: one that was full and had no event since was still full then. */
    public long polledNanos() {
        return polledNanos;
    }

    /** Returns when the last turn ended. */
    public long turnEndNanos() {
        return turnEndNanos;
    }

    /** Returns the number of turns that have ended. */
    public long turns() {
        return turns;
    }
}
