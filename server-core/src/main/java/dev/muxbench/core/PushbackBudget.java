package dev.muxbench.core;

import java.time.Duration;
import java.util.Arrays;

/**
 * How long a minority of slow members has held back a room's publishers in the last minute.
 *
 * <p>Time is counted in one-second slots of a sliding minute, so no minute ever contains more pushback than the limit plus
 * one slot. Threads: guarded by the room's lock.
 */
final class PushbackBudget {
    private static final int SLOTS = 60;
    private static final long SLOT_NANOS = 1_000_000_000L;

    private final long limitNanos;
    private final long[] spentNanos = new long[SLOTS];
    private long slot = Long.MIN_VALUE; // number of the current slot since the clock's origin
    private long lastNanos;
    private boolean running;

    PushbackBudget(Duration limit) {
        limitNanos = limit.toNanos();
    }

    /** A minority holds the room back now: the time since the last call counts if it did so then, too; but no stall of ours. */
    void charge(long nowNanos) {
        advanceTo(nowNanos);
        if (running) {
            spentNanos[Math.floorMod(slot, SLOTS)] += Math.clamp(nowNanos - lastNanos, 0, IoLoop.LONGEST_TICK_NANOS);
        }
        running = true;
        lastNanos = nowNanos;
    }

    /** No minority holds the room back any longer. */
    void pause() {
        running = false;
    }

    boolean isExhausted(long nowNanos) {
        advanceTo(nowNanos);
        long spent = 0;
        for (long nanos : spentNanos) {
            spent += nanos;
        }
        return spent >= limitNanos;
    }

    private void advanceTo(long nowNanos) {
        long now = Math.floorDiv(nowNanos, SLOT_NANOS);
        if (slot == Long.MIN_VALUE || now - slot >= SLOTS) {
            Arrays.fill(spentNanos, 0);
            slot = now;
        }
        while (slot < now) {
            slot++;
            spentNanos[Math.floorMod(slot, SLOTS)] = 0;
        }
    }
}
