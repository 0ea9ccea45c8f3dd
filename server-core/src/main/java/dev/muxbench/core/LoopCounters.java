package dev.muxbench.core;

import dev.muxbench.core.spi.CloseReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What one loop has done since it began. Written by the loop's thread only, so a count is a plain addition and an ordered
 * store; read by any.
 */
final class LoopCounters {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int CLOSES = 6;

    private final long[] counts = new long[CLOSES + CloseReason.values().length];

    void accepted() {
        add(0, 1);
    }

    void received(long bytes) {
        add(1, bytes);
    }

    void relayed(long lines) {
        add(2, lines);
    }

    void sent(long bytes) {
        add(3, bytes);
    }

    void heldInput() {
        add(4, 1);
    }

    void refusedLine() {
        add(5, 1);
    }

    void closed(CloseReason reason) {
        add(CLOSES + reason.ordinal(), 1);
    }

    private void add(int slot, long amount) {
        SLOT.setOpaque(counts, slot, counts[slot] + amount);
    }

    private long get(int slot) {
        return (long) SLOT.getOpaque(counts, slot);
    }

    ServerCounters snapshot() {
        var closes = new long[CloseReason.values().length];
        for (int i = 0; i < closes.length; i++) {
            closes[i] = get(CLOSES + i);
        }
        return new ServerCounters(get(0), get(1), get(2), get(3), get(4), get(5), closes);
    }
}
