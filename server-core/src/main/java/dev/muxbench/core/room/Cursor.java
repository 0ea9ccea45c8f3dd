package dev.muxbench.core.room;

import dev.muxbench.core.log.RoomLog;
import dev.muxbench.core.loop.LoopRoom;
import dev.muxbench.core.overload.Progress;
import dev.muxbench.core.spi.CloseReason;

/**
 * One connection's place in one room's log: whatever it is just then (a member, on its way in or out, leaving, gone but for its last
 * bytes), the log is kept for it from there on. Every such place is a cursor, so whoever holds a room back is judged.
 *
 * <p>Threads: the session's.
 */
public final class Cursor implements LoopRoom.Pin {
    /**
     * What a cursor may cost though its room has no budget left, if it has cost nothing for {@value #CREDIT_SHARE} times as long. A socket
     * says that there is room again when a third of its buffer is free, so a client that reads all the time seems to stand still for a
     * while, and then goes on by a megabyte. One that has just come has no credit.
     */
    private static final long MOST_CREDIT_NANOS = 250_000_000L;

    private static final int CREDIT_SHARE = 40;

    /** A socket that has refused for less may just have got more than it takes at once. */
    private static final long LEAST_STALL_NANOS = 25_000_000L;

    /** The room waits for all for whom it has waited at least so large a part of the longest time. */
    private static final int PART_OF_LONGEST = 4;

    private final RoomSession session;
    private final RoomShare share;
    private final Progress progress = new Progress();
    private final long addedNanos; // by its loop's fair clock
    private int slot; // in its share
    private long seenRefusedNanos; // at the last look
    private long recentWaitNanos; // in which it has been waited for: what was long ago counts less
    private long costNanos; // in which it has been waited for since it was last up to date
    private long chargedNanos; // of these, to its room's budget
    private long dueNanos; // to be charged now
    private long creditNanos;
    private long lookedNanos; // by its loop's fair clock
    private boolean stallsFromTheStart;
    private int missedTimeouts;

    Cursor(RoomSession session, RoomShare share) {
        this.session = session;
        this.share = share;
        this.addedNanos = share.loop().fairClock().now();
        this.lookedNanos = addedNanos;
    }

    RoomSession session() {
        return session;
    }

    public RoomShare share() {
        return share;
    }

    int slot() {
        return slot;
    }

    void setSlot(int slot) {
        this.slot = slot;
    }

    private RoomLog log() {
        return share.room().log();
    }

    /** Bytes of full segments that are kept for it. */
    @Override
    public long pinnedBytes() {
        return session.output().pinnedBytes(log());
    }

    @Override
    public void closeAtOnce(CloseReason reason) {
        session.closeAtOnce(reason);
    }

    /** By the room's own mark: that the mark falls while all logs are short of memory is not the reader's doing. */
    boolean isBehind() {
        long keptBytes = Math.max(session.output().lagBytes(log()), pinnedBytes()); // segments are kept whole
        return keptBytes > log().ownLowWaterBytes();
    }

    /**
     * It is looked at from now on. If it stands still it has done so for some time.
     *
     * @param roomWaitsNanos for how long its room has been over the mark already: so long it may have been waited for
     */
    public void beginLooks(long roomWaitsNanos) {
        long fairNanos = share.loop().fairClock().now();
        long refusedNanos = session.output().refusedNanos();
        long stillNanos = session.output().stillNanos();
        seenRefusedNanos = refusedNanos - Math.min(stillNanos, Math.min(roomWaitsNanos, fairNanos - addedNanos));
        passTime(fairNanos);
        clearRecord();
        progress.begin(session.output().sentBytes(), refusedNanos - stillNanos, pinnedBytes());
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
     */
    void look(long fairNanos, long lateNanos, long timeoutNanos, boolean isShort) {
        long refusedNanos = session.output().refusedNanos();
        long waitedNanos = Math.max(0, refusedNanos - seenRefusedNanos - lateNanos);
        seenRefusedNanos = refusedNanos;
        long looksNanos = fairNanos - lookedNanos - lateNanos;
        passTime(fairNanos);
        boolean behind = isBehind();
        stallsFromTheStart =
                behind && waitedNanos >= LEAST_STALL_NANOS && 2 * waitedNanos >= looksNanos && isNew(fairNanos);
        if (!behind && !(isShort && pinnedBytes() > 0)) {
            dueNanos = chargedNanos > 0 ? waitedNanos : 0; // the last part
            clearRecord();
            return;
        }
        if (behind) {
            costNanos += waitedNanos;
            recentWaitNanos += waitedNanos;
        }
        dueNanos = costNanos - chargedNanos;
        missedTimeouts =
                progress.missedTimeouts(session.output().sentBytes(), refusedNanos, pinnedBytes(), timeoutNanos);
    }

    private void passTime(long fairNanos) {
        long nanos = fairNanos - lookedNanos;
        lookedNanos = fairNanos;
        creditNanos = Math.min(MOST_CREDIT_NANOS, creditNanos + nanos / CREDIT_SHARE);
        recentWaitNanos = share.room().decayed(recentWaitNanos, nanos);
    }

    /** What it has cost and the room has not charged. */
    long dueNanos() {
        return dueNanos;
    }

    /** All that it has cost is charged. */
    void onCharged() {
        creditNanos = Math.max(0, creditNanos - (costNanos - chargedNanos));
        chargedNanos = costNanos;
    }

    /** A moment ago, in which what was longer ago counts less. */
    long recentWaitNanos() {
        return recentWaitNanos;
    }

    /** @param longestNanos that the room has waited for any of its cursors a moment ago */
    boolean hasBeenWaitedFor(long longestNanos) {
        return recentWaitNanos > 0 && PART_OF_LONGEST * recentWaitNanos >= longestNanos;
    }

    /** It was added a moment ago. */
    boolean isNew(long fairNanos) {
        return share.room().isMomentAgo(fairNanos - addedNanos);
    }

    /** It has just come, and was waited for most of the time since the last look. Nothing is known of it that speaks for it. */
    boolean stallsFromTheStart() {
        return stallsFromTheStart;
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
