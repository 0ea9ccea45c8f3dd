package dev.muxbench.core.loop;

import dev.muxbench.core.status.LoopCounters;

/**
 * Counts the clients of a loop whose input waits, and the time that all of them have waited.
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

    /** Counts the waiting time up to now. */
    void settle(long nowNanos) {
        if (count > 0) {
            counters.waited(count * (nowNanos - sinceNanos));
        }
        sinceNanos = nowNanos;
    }
}
