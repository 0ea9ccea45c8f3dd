package dev.muxbench.load.verify;

import org.jspecify.annotations.Nullable;

/**
 * Deliveries that were not as they had to be.
 *
 * @param lost       never arrived, not even damaged
 * @param duplicated arrived once more
 * @param reordered  arrived after a later line of the same sender
 * @param misordered arrived in another order than at others, among those of several senders
 * @param corrupted  not the bytes that were sent, or with something else before them than this sender's lines have
 * @param misdirected came to their sender where that must not be, or to another room
 * @param miscounted receivers that are not looked at and have had another number of bytes than were sent to them
 * @param miscount   what the first of these has had
 * @param foreign    lines that are none of ours
 * @param example    a corrupted line as it was received, cut to some bytes, in hex
 * @param serverErrors how often the server has refused something
 * @param serverError  what it said the first time
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

    /** So many deliveries have not arrived as they were sent: those that did not arrive damaged are lost. */
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

    /** Lines of others on the same server do not count. */
    public boolean any() {
        return lost + duplicated + reordered + misordered + corrupted + misdirected + miscounted + serverErrors > 0;
    }
}
