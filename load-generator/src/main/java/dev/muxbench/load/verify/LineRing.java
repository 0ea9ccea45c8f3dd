package dev.muxbench.load.verify;

/**
 * Slots for each sender's latest lines, as many for each.
 *
 * @param bits of a line's number that say which of its sender's slots it has
 */
record LineRing(int bits) {
    private static final int MOST_SLOTS = 1 << 22;
    private static final int SHORTEST = 1 << 6;
    private static final int LONGEST = 1 << 16;

    static LineRing of(int senders) {
        int length = Math.clamp(Integer.highestOneBit(MOST_SLOTS / senders), SHORTEST, LONGEST);
        return new LineRing(Integer.numberOfTrailingZeros(length));
    }

    /** Returns the number of lines of each sender that have a slot. */
    int length() {
        return 1 << bits;
    }

    int slots(int senders) {
        return senders << bits;
    }

    int slot(int sender, int number) {
        return (sender << bits) | (number & (length() - 1));
    }

    /** Returns what tells lines of the same slot apart. */
    int lap(int number) {
        return number >>> bits;
    }
}
