package dev.muxbench.load.verify;

import org.jspecify.annotations.Nullable;

/**
 * Counts of wrong deliveries.
 *
 * @param lost       never arrived, not even damaged
 * @param duplicated arrived once more
 * @param reordered  arrived after a later line of the same sender
 * @param misordered arrived in another order of several senders' lines than at others
 * @param corrupted  other bytes than were sent, or other bytes before them than this sender's lines have
 * @param misdirected came to their sender where they must not, or to another room
 * @param miscounted counted receivers that have had another number of bytes than were sent to them
 * @param miscount   the bytes of the first of these
 * @param foreign    lines of other programs
 * @param example    a corrupted line as it was received, cut to some bytes, in hex
 * @param serverErrors how often the server has refused something
 * @param serverError  its first complaint
 */
public record FaultCounts(
        long lost,
        long duplicated,
        long reordered,
        long misordered,
        long corrupted,
        long misdirected,
        long miscounted,
        @Nullable String miscount,
        long foreign,
        @Nullable String example,
        long serverErrors,
        @Nullable String serverError) {

    public static final FaultCounts NONE = new FaultCounts(0, 0, 0, 0, 0, 0, 0, null, 0, null, 0, null);

    public FaultCounts plus(FaultCounts other) {
        return new FaultCounts(
                lost + other.lost,
                duplicated + other.duplicated,
                reordered + other.reordered,
                misordered + other.misordered,
                corrupted + other.corrupted,
                misdirected + other.misdirected,
                miscounted + other.miscounted,
                miscount != null ? miscount : other.miscount,
                foreign + other.foreign,
                example != null ? example : other.example,
                serverErrors + other.serverErrors,
                serverError != null ? serverError : other.serverError);
    }

    /** Returns the counts with so many missing deliveries, of which those that did not arrive damaged are lost. */
    public FaultCounts withMissing(long missing) {
        return new FaultCounts(
                Math.max(0, missing - corrupted),
                duplicated,
                reordered,
                misordered,
                corrupted,
                misdirected,
                miscounted,
                miscount,
                foreign,
                example,
                serverErrors,
                serverError);
    }

    /** True if there is any fault. Lines of others on the same server are none. */
    public boolean any() {
        return lost + duplicated + reordered + misordered + corrupted + misdirected + miscounted + serverErrors > 0;
    }
}
