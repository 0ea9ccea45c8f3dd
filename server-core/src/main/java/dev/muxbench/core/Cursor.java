package dev.muxbench.core;

import dev.muxbench.core.log.RoomLog;

/**
 * One connection's place in one room's log: whatever it is just then (a member, on its way in or out, leaving, gone but for its last
 * bytes), the log is kept for it from there on. Every such place is a cursor, so whoever holds a room back is judged.
 *
 * <p>Threads: the session's.
 */
final class Cursor {
    /**
     * What a cursor may cost though its room has no budget left, if it has cost nothing for {@value #CREDIT_SHARE} times as long. A socket
     * says that there is room again when a third of its buffer is free, so a client that reads all the time seems to stand still for a
     * while, and then goes on by a megabyte. One that has just come has no credit.
     */
    private static final long MOST_CREDIT_NANOS = 250_000_000L;

    private static final int CREDIT_SHARE = 40;

    private final Session session;
    private final RoomShare share;
    private final Progress progress = new Progress();
    private int slot; // in its share
    private long seenRefusedNanos; // at the last look
    private long lastWaitNanos = Long.MIN_VALUE; // by its loop's fair clock
    private long costNanos; // in which it has been waited for since it was last up to date
    private long chargedNanos; // of these, to its room's budget
    private long creditNanos;
    private long creditedUntilNanos; // by its loop's fair clock
    private int missedTimeouts;

    Cursor(Session session, RoomShare share) {
        this.session = session;
        this.share = share;
        this.creditedUntilNanos = share.loop().fairNanos();
    }

    Session session() {
        return session;
    }

    RoomShare share() {
        return share;
    }

    int slot() {
        return slot;
    }

    void setSlot(int slot) {
        this.slot = slot;
    }

    private RoomLog log() {
        return share.room().log;
    }

    /** Bytes of full segments that are kept for it. */
    long pinnedBytes() {
        return session.output().pinnedBytes(log());
    }

    boolean isBehind() {
        long keptBytes = Math.max(session.output().lagBytes(log()), pinnedBytes()); // segments are kept whole
        return keptBytes > log().lowWaterBytes();
    }

    /** Its room is waited for from now on. If it stands still it has done so for some time. */
    void beginLooks() {
        seenRefusedNanos = session.output().refusedNanos();
        clearRecord();
        progress.begin(
                session.output().sentBytes(),
                seenRefusedNanos - session.output().stillNanos(),
                pinnedBytes());
    }

    private void clearRecord() {
        costNanos = 0;
        chargedNanos = 0;
        missedTimeouts = 0;
        progress.begin(session.output().sentBytes(), seenRefusedNanos, pinnedBytes());
    }

    /**
     * Some times a second while its room is over the high-water mark.
     *
     * @param fairNanos by its loop's fair clock
     * @param lateNanos for which this look is late: so long the loop did not run, and it is not known what else it missed
     * @param isShort   all logs together are short of memory: whoever keeps any of it must make progress
     * @return what it has cost and the room has not charged
     */
    long look(long fairNanos, long lateNanos, long timeoutNanos, boolean isShort) {
        long refusedNanos = session.output().refusedNanos();
        long waitedNanos = Math.max(0, refusedNanos - seenRefusedNanos - lateNanos);
        seenRefusedNanos = refusedNanos;
        credit(fairNanos);
        boolean behind = isBehind();
        if (!behind && !(isShort && pinnedBytes() > 0)) {
            long lastPart = chargedNanos > 0 ? waitedNanos : 0;
            clearRecord();
            return lastPart;
        }
        if (behind && waitedNanos > 0) {
            lastWaitNanos = fairNanos;
            costNanos += waitedNanos;
        }
        missedTimeouts =
                progress.missedTimeouts(session.output().sentBytes(), refusedNanos, pinnedBytes(), timeoutNanos);
        return costNanos - chargedNanos;
    }

    private void credit(long fairNanos) {
        creditNanos = Math.min(MOST_CREDIT_NANOS, creditNanos + (fairNanos - creditedUntilNanos) / CREDIT_SHARE);
        creditedUntilNanos = fairNanos;
    }

    /** All that it has cost is charged. */
    void onCharged() {
        creditNanos = Math.max(0, creditNanos - (costNanos - chargedNanos));
        chargedNanos = costNanos;
    }

    boolean wasWaitedForSince(long fairNanos) {
        return lastWaitNanos >= fairNanos;
    }

    /** Since it was last up to date, and beyond its credit. */
    boolean hasCostMoreThan(long allowanceNanos) {
        return costNanos > allowanceNanos && creditNanos == 0;
    }

    /** Slow-consumer timeouts since it has made {@link Progress}. */
    int missedTimeouts() {
        return missedTimeouts;
    }
}
