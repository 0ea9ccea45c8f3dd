package dev.muxbench.core.loop;

import dev.muxbench.core.status.LoopCounters;

/**
 * The clients of a loop whose input has to wait, and how long they have waited, all together.
 *
 * <p>Threads: the loop's.
 */
final class WaitingInputs {
    private final LoopCounters counters;
    private int count;
    private long sinceNanos; // not counted yet

    WaitingInputs(LoopCounters counters) {
        this.counters = counters;
    }

    int count() {
        return count;
    }

    void add(long nowNanos) {
        settle(nowNanos);
        count++;
        counters.heldInput();
    }

    void remove(long nowNanos) {
        settle(nowNanos);
        count--;
    }

    /** Counts what has not been counted yet. */
    void settle(long nowNanos) {
        if (count > 0) {
            counters.waited(count * (nowNanos - sinceNanos));
        }
        sinceNanos = nowNanos;
    }
}
