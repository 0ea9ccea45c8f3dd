package dev.muxbench.load;

import org.jspecify.annotations.Nullable;

/**
 * Deliveries that were not as they had to be.
 *
 * @param lost       never arrived, not even damaged
 * @param duplicated arrived once more
 * @param reordered  arrived after a later line of the same sender
 * @param corrupted  not the bytes that were sent, or under another nick than before
 * @param misdirected came to their sender, or to another room
 * @param foreign    lines that are none of ours
 * @param example    a corrupted line as it was received, cut to some bytes, in hex
 */
public record FaultCounts(
        long lost,
        long duplicated,
        long reordered,
        long corrupted,
        long misdirected,
        long foreign,
        @Nullable String example) {

    static final FaultCounts NONE = new FaultCounts(0, 0, 0, 0, 0, 0, null);

    FaultCounts plus(FaultCounts other) {
        return new FaultCounts(
                lost + other.lost,
                duplicated + other.duplicated,
                reordered + other.reordered,
                corrupted + other.corrupted,
                misdirected + other.misdirected,
                foreign + other.foreign,
                example != null ? example : other.example);
    }

    /** So many deliveries have not arrived as they were sent: those that did not arrive damaged are lost. */
    FaultCounts withMissing(long missing) {
        return new FaultCounts(
                Math.max(0, missing - corrupted), duplicated, reordered, corrupted, misdirected, foreign, example);
    }

    /** Lines of others on the same server do not count. */
    public boolean any() {
        return lost + duplicated + reordered + corrupted + misdirected > 0;
    }
}
