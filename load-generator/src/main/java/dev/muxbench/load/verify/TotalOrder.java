package dev.muxbench.load.verify;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The order in which the lines of a room, whoever sends them, reach its members. Where a protocol promises that it is one order for all,
 * each line has a position: the one at which the first receiver had it. Whoever has a line after another one of a higher position had
 * them in another order.
 *
 * <p>A sender that does not receive its own lines cannot give positions, as it does not know where its own ones are; it waits until others
 * have, see {@link Receiver}. The latest lines of each sender are remembered; what comes later than that is not compared.
 *
 * <p>Threads: any.
 */
public final class TotalOrder {
    /** Nobody has given it one. */
    static final long UNKNOWN = 0;

    /** Another line of its sender has its place by now. */
    static final long FORGOTTEN = -1;

    private static final int POSITION_BITS = 48;
    private static final long POSITION_MASK = (1L << POSITION_BITS) - 1;
    private static final int LAP_MASK = (1 << (Long.SIZE - POSITION_BITS)) - 1;
    private static final int HALF_OF_LAPS = (LAP_MASK + 1) / 2;

    private final LineRing ring;
    private final AtomicLongArray words; // the line's lap in the upper bits, its position in the lower; 0 for none
    private final AtomicLongArray last; // by room: the highest position

    public TotalOrder(int senders, int rooms) {
        ring = LineRing.of(senders);
        words = new AtomicLongArray(ring.slots(senders));
        last = new AtomicLongArray(rooms);
    }

    /** Returns the position of a line, from 1 on, or {@link #UNKNOWN} or {@link #FORGOTTEN}. */
    long position(int sender, int number) {
        return position(words.getAcquire(ring.slot(sender, number)), number);
    }

    private long position(long word, int number) {
        if (word == 0) {
            return UNKNOWN;
        }
        int laps = ((int) (word >>> POSITION_BITS) - ring.lap(number)) & LAP_MASK;
        if (laps == 0) {
            return word & POSITION_MASK;
        }
        return laps < HALF_OF_LAPS ? FORGOTTEN : UNKNOWN;
    }

    /** Gives it the next position of its room, unless it has one by now. Returns the one that it has. */
    long give(int room, int sender, int number) {
        int slot = ring.slot(sender, number);
        long fresh = (long) (ring.lap(number) & LAP_MASK) << POSITION_BITS | last.incrementAndGet(room);
        while (true) {
            long word = words.get(slot);
            long position = position(word, number);
            if (position != UNKNOWN) {
                return position;
            }
            if (words.compareAndSet(slot, word, fresh)) {
                return fresh & POSITION_MASK;
            }
        }
    }
}
