package dev.muxbench.core.status;

import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.status.ServerCounters.Count;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What one loop has done since it began. Written by the loop's thread only, so a count is a plain addition and an ordered
 * store; read by any.
 */
public final class LoopCounters {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] counts = new long[ServerCounters.SLOTS];

    public void accepted() {
        add(Count.ACCEPTED, 1);
    }

    public void received(long bytes) {
        add(Count.RECEIVED_BYTES, bytes);
    }

    public void receivedLines(long lines) {
        add(Count.RECEIVED_LINES, lines);
    }

    /** @param recipients of each of them */
    public void relayed(long lines, long recipients) {
        add(Count.RELAYED_LINES, lines);
        add(Count.DELIVERIES, lines * recipients);
    }

    public void deliveredPrivately() {
        add(Count.DELIVERIES, 1);
    }

    /** @param bytes that a connection has taken of one write */
    public void sent(long bytes) {
        add(Count.SENDS, 1);
        add(Count.SENT_BYTES, bytes);
    }

    public void heldInput() {
        add(Count.HELD_INPUTS, 1);
    }

    public void waited(long nanos) {
        add(Count.PUSHBACK_NANOS, nanos);
    }

    public void refusedLine() {
        add(Count.REFUSED_LINES, 1);
    }

    public void worked(long nanos) {
        add(Count.BUSY_NANOS, nanos);
    }

    public void wokeUp() {
        add(Count.WAKE_UPS, 1);
    }

    public void closed(CloseReason reason) {
        add(ServerCounters.slot(reason), 1);
    }

    private void add(Count what, long amount) {
        add(what.ordinal(), amount);
    }

    private void add(int slot, long amount) {
        SLOT.setOpaque(counts, slot, counts[slot] + amount);
    }

    /** Returns the busy time of this thread, in ns. */
    public long busyNanos() {
        return counts[Count.BUSY_NANOS.ordinal()];
    }

    public ServerCounters snapshot() {
        var copy = new long[counts.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = (long) SLOT.getOpaque(counts, i);
        }
        return new ServerCounters(copy);
    }
}
