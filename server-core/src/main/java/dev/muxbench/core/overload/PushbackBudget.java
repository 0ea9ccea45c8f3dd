package dev.muxbench.core.overload;

import java.time.Duration;
import java.util.Arrays;

/**
 * The time for which minorities of slow members have held back a room's publishers in the last minute.
 *
 * <p>Time is counted in one-second slots of a sliding minute, so no minute ever contains more pushback than the limit plus
 * one slot. Threads: guarded by the room's lock.
 */
public final class PushbackBudget {
    private static final int SLOTS = 60;
    private static final long SLOT_NANOS = 1_000_000_000L;
    private static final int SHARE_OF_ONE = 3;

    private final long limitNanos;
    private final long[] spentNanos = new long[SLOTS];
    private long slot = Long.MIN_VALUE; // number of the current slot since the clock's origin
    private long chargedUntilNanos = Long.MIN_VALUE;

    public PushbackBudget(Duration limit) {
        limitNanos = limit.toNanos();
    }

    /**
     * Charges time for which a minority held the room back. Each of the room's loops charges for itself, and common time is charged once.
     *
     * @param nanos for which the room has waited up to now
     */
    public void charge(long nowNanos, long nanos) {
        advanceTo(nowNanos);
        long charged = chargedUntilNanos == Long.MIN_VALUE ? nanos : Math.min(nanos, nowNanos - chargedUntilNanos);
        spentNanos[Math.floorMod(slot, SLOTS)] += charged;
        chargedUntilNanos = nowNanos;
    }

    /**
     * Returns what one member may have cost: three times of what is left of the limit. So the first member to stand still has three
     * quarters of the limit, and each one after it three quarters of the rest. The limit holds, however many come.
     */
    public long allowanceNanos(long nowNanos) {
        advanceTo(nowNanos);
        long spent = 0;
        for (long nanos : spentNanos) {
            spent += nanos;
        }
        return SHARE_OF_ONE * Math.max(0, limitNanos - spent);
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
