package dev.muxbench.core.room;

import dev.muxbench.core.log.RoomLog;
import dev.muxbench.core.loop.LoopRoom;
import dev.muxbench.core.overload.Progress;
import dev.muxbench.core.spi.CloseReason;

/**
 * One connection's place in one room's log, from which on the log is kept for the connection. The connection may be a member, on its way
 * in or out, or gone but for its last bytes. Each such place is a cursor, so every connection that holds a room back is judged.
 *
 * <p>Threads: the session's.
 */
public final class Cursor implements LoopRoom.Pin {
    /**
     * What a cursor may cost while its room has no budget left, if the cursor has cost nothing for {@value #CREDIT_SHARE} times as long. A
     * socket becomes writable when a third of its buffer is free, so a client that reads all the time seems to stand still for a while and
     * then goes on by a megabyte. A new cursor has no credit.
     */
    private static final long MOST_CREDIT_NANOS = 250_000_000L;

    private static final int CREDIT_SHARE = 40;

    /** A socket that has refused for less may just have been given more than it takes at once. */
    private static final long LEAST_STALL_NANOS = 25_000_000L;

    /** A room waits for each cursor that it has waited for at least this part of the longest wait. */
    private static final int PART_OF_LONGEST = 4;

    private final RoomSession session;
    private final RoomShare share;
    private final Progress progress = new Progress();
    private final long addedNanos; // by its loop's fair clock
    private int slot; // in its share
    private long seenRefusedNanos; // at the last tick
    private long recentWaitNanos; // for which the room has waited, less what was long ago
    private long costNanos; // for which the room has waited since the cursor was last up to date
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

    /** Returns the bytes of full segments that are kept for this cursor. */
    @Override
    public long pinnedBytes() {
        return session.output().pinnedBytes(log());
    }

    @Override
    public void closeAtOnce(CloseReason reason) {
        session.closeAtOnce(reason);
    }

    /**
     * True if the cursor is behind by the room's own mark. A mark that falls because all logs are short of memory is not the
     * reader's doing.
     */
    boolean isBehind() {
        long keptBytes = Math.max(session.output().lagBytes(log()), pinnedBytes()); // segments are kept whole
        return keptBytes > log().ownLowWaterBytes();
    }

    /**
     * Begins to judge the cursor. A socket that refuses now may have refused for some time.
     *
     * @param roomWaitsNanos for how long the room has been over its mark, and so may have waited for this cursor
     */
    public void beginLooks(long roomWaitsNanos) {
        long fairNanos = share.loop().fairClock().now();
        long refusedNanos = session.output().refusedNanos();
        long stillNanos = session.output().stillNanos();
        seenRefusedNanos = refusedNanos - Math.min(stillNanos, Math.min(roomWaitsNanos, fairNanos - addedNanos));
        passTime(fairNanos, 0);
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
     * Called every tick while the room is over its high-water mark.
     *
     * @param fairNanos by its loop's fair clock
     * @param lateNanos how late this tick is: the loop did not run, and may have missed events
     * @param isShort   true while all logs together are short of memory, so that each reader that pins any must make progress
     */
    void look(long fairNanos, long lateNanos, long timeoutNanos, boolean isShort) {
        long refusedNanos = session.output().refusedNanos();
        long waitedNanos = Math.max(0, refusedNanos - seenRefusedNanos - lateNanos);
        seenRefusedNanos = refusedNanos;
        long looksNanos = fairNanos - lookedNanos - lateNanos;
        boolean behind = isBehind();
        passTime(fairNanos, behind ? waitedNanos : 0);
        stallsFromTheStart =
                behind && waitedNanos >= LEAST_STALL_NANOS && 2 * waitedNanos >= looksNanos && isNew(fairNanos);
        if (!behind && !(isShort && pinnedBytes() > 0)) {
            dueNanos = chargedNanos > 0 ? waitedNanos : 0; // the last part
            clearRecord();
            return;
        }
        if (behind) {
            costNanos += waitedNanos;
        }
        dueNanos = costNanos - chargedNanos;
        missedTimeouts =
                progress.missedTimeouts(session.output().sentBytes(), refusedNanos, pinnedBytes(), timeoutNanos);
    }

    /** @param waitedNanos of this time, for which the room has waited */
    private void passTime(long fairNanos, long waitedNanos) {
        long nanos = fairNanos - lookedNanos;
        lookedNanos = fairNanos;
        creditNanos = Math.min(MOST_CREDIT_NANOS, creditNanos + nanos / CREDIT_SHARE);
        recentWaitNanos = Math.min(
                share.room().timeoutNanos(),
                share.room().decayed(recentWaitNanos, nanos - waitedNanos, share.longestWaitNanos()) + waitedNanos);
    }

    /** Returns the cost that the room has not charged yet. */
    long dueNanos() {
        return dueNanos;
    }

    /** Called when the room has charged all of the cost. */
    void onCharged() {
        creditNanos = Math.max(0, creditNanos - (costNanos - chargedNanos));
        chargedNanos = costNanos;
    }

    /** Returns for how long the room has waited lately; waits of long ago count less. */
    long recentWaitNanos() {
        return recentWaitNanos;
    }

    /** @param longestNanos for which the room has waited lately for one of its cursors */
    boolean hasBeenWaitedFor(long longestNanos) {
        return recentWaitNanos > 0 && PART_OF_LONGEST * recentWaitNanos >= longestNanos;
    }

    /** True if the cursor was added lately. */
    boolean isNew(long fairNanos) {
        return share.room().isMomentAgo(fairNanos - addedNanos);
    }

    /** True for a new cursor that the room has waited for most of the time since the last tick. */
    boolean stallsFromTheStart() {
        return stallsFromTheStart;
    }

    /** True if the cost since the cursor was last up to date, less its credit, is higher. */
    boolean hasCostMoreThan(long allowanceNanos) {
        return costNanos > allowanceNanos && creditNanos == 0;
    }

    /** Returns the slow-consumer timeouts since the last {@link Progress}. */
    int missedTimeouts() {
        return missedTimeouts;
    }
}
