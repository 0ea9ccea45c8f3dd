package dev.muxbench.core;

import dev.muxbench.core.ServerCounters.Count;
import dev.muxbench.core.spi.CloseReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What one loop has done since it began. Written by the loop's thread only, so a count is a plain addition and an ordered
 * store; read by any.
 */
final class LoopCounters {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] counts = new long[ServerCounters.SLOTS];

    void accepted() {
        add(Count.ACCEPTED, 1);
    }

    void received(long bytes) {
        add(Count.RECEIVED_BYTES, bytes);
    }

    void receivedLines(long lines) {
        add(Count.RECEIVED_LINES, lines);
    }

    /** @param recipients of each of them */
    void relayed(long lines, long recipients) {
        add(Count.RELAYED_LINES, lines);
        add(Count.DELIVERIES, lines * recipients);
    }

    void deliveredPrivately() {
        add(Count.DELIVERIES, 1);
    }

    void sent(long bytes) {
        add(Count.SENT_BYTES, bytes);
    }

    void heldInput() {
        add(Count.HELD_INPUTS, 1);
    }

    void waited(long nanos) {
        add(Count.PUSHBACK_NANOS, nanos);
    }

    void refusedLine() {
        add(Count.REFUSED_LINES, 1);
    }

    void worked(long nanos) {
        add(Count.BUSY_NANOS, nanos);
    }

    void wokeUp() {
        add(Count.WAKE_UPS, 1);
    }

    void closed(CloseReason reason) {
        add(ServerCounters.slot(reason), 1);
    }

    private void add(Count what, long amount) {
        add(what.ordinal(), amount);
    }

    private void add(int slot, long amount) {
        SLOT.setOpaque(counts, slot, counts[slot] + amount);
    }

    /** Of this thread's. */
    long busyNanos() {
        return counts[Count.BUSY_NANOS.ordinal()];
    }

    ServerCounters snapshot() {
        var copy = new long[counts.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = (long) SLOT.getOpaque(counts, i);
        }
        return new ServerCounters(copy);
    }
}
