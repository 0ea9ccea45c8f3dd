package dev.muxbench.load.verify;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers how late each sender's latest lines were handed to the socket, which is what service time and response time differ by. Only
 * for an open loop, because in a closed loop a line is due when it is sent.
 *
 * <p>Threads: any may ask; a slot is set by the sender's worker before it sends the line.
 */
public final class HandOvers {
    /** Returned if another line has the slot by now. */
    static final long UNKNOWN = -1;

    private static final int LATE_BITS = 48; // in ns, 78 hours
    private static final long MOST_LATE = (1L << LATE_BITS) - 1;
    private static final int LAP_MASK = (1 << (Long.SIZE - LATE_BITS)) - 1;

    private final LineRing ring;
    private final AtomicLongArray words; // the line's lap in the upper bits, how late it was in the lower

    HandOvers(int senders) {
        ring = LineRing.of(senders);
        words = new AtomicLongArray(ring.slots(senders));
    }

    public void put(int sender, int number, long lateNanos) {
        words.setRelease(ring.slot(sender, number), lap(number) << LATE_BITS | Math.min(lateNanos, MOST_LATE));
    }

    /** Returns how late the line was in ns, or {@link #UNKNOWN}. */
    long lateNanos(int sender, int number) {
        long word = words.getAcquire(ring.slot(sender, number));
        return word >>> LATE_BITS == lap(number) ? word & MOST_LATE : UNKNOWN;
    }

    private long lap(int number) {
        return ring.lap(number) & LAP_MASK;
    }
}
