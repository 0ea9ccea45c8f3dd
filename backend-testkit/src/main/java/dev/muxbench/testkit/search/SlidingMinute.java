package dev.muxbench.testkit.search;

/** What was added up in the last minute, exact to a tenth of a second. Threads: one. */
final class SlidingMinute {
    private static final int SLOTS = 600;
    private static final long SLOT_NANOS = 100_000_000L;

    private final long[] slots = new long[SLOTS];
    private long slot; // the last one, counted from time 0
    private long sum;

    void add(long nowNanos, long amount) {
        advanceTo(nowNanos);
        slots[(int) (slot % SLOTS)] += amount;
        sum += amount;
    }

    long sum(long nowNanos) {
        advanceTo(nowNanos);
        return sum;
    }

    private void advanceTo(long nowNanos) {
        long now = nowNanos / SLOT_NANOS;
        for (slot = Math.max(slot, now - SLOTS); slot < now; ) {
            int next = (int) (++slot % SLOTS);
            sum -= slots[next];
            slots[next] = 0;
        }
    }
}
