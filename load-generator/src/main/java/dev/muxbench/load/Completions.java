package dev.muxbench.load;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which lines have reached everybody. Counts the receivers of each sender's latest lines in a ring.
 *
 * <p>Threads: any worker counts; a slot is reset by the sender's worker before it sends the line. A line that is still on its way
 * when its slot is needed again is not followed any further; {@link #untracked()} tells how many.
 */
final class Completions {
    private static final int MOST_SLOTS = 1 << 22;
    private static final int LONGEST_RING = 1 << 16;

    private final AtomicIntegerArray left;
    private final int ringMask;
    private final int ringBits;
    private final AtomicLong completed = new AtomicLong();
    private final AtomicLong untracked = new AtomicLong();

    Completions(int senders) {
        int ring = Math.clamp(Integer.highestOneBit(MOST_SLOTS / senders), 64, LONGEST_RING);
        ringMask = ring - 1;
        ringBits = Integer.numberOfTrailingZeros(ring);
        left = new AtomicIntegerArray(senders << ringBits);
    }

    /** A line is about to be sent to so many receivers. */
    void begin(int sender, int number, int receivers) {
        if (left.getAndSet(slot(sender, number), receivers) > 0) {
            untracked.incrementAndGet();
        }
    }

    /** The line that was begun last, and is not sent yet, has another number of receivers. */
    void correct(int sender, int number, int receivers) {
        left.set(slot(sender, number), receivers);
    }

    /** A line was begun that nobody has to receive. */
    void completeAtOnce() {
        completed.incrementAndGet();
    }

    /** So many of its receivers have a line now. Returns true if these were the last. */
    boolean arrived(int sender, int number) {
        if (left.decrementAndGet(slot(sender, number)) != 0) {
            return false;
        }
        completed.incrementAndGet();
        return true;
    }

    private int slot(int sender, int number) {
        return (sender << ringBits) | (number & ringMask);
    }

    /** Lines that have reached everybody, or were given up on. */
    long completed() {
        return completed.get() + untracked.get();
    }

    long untracked() {
        return untracked.get();
    }
}
