package dev.muxbench.core;

import dev.muxbench.core.log.RoomLog;

/**
 * One connection's place in one room's log: whatever it is just then (a member, on its way in or out, leaving, gone but for its last
 * bytes), the log is kept for it from there on. Every such place is a cursor, so whoever holds a room back is judged.
 *
 * <p>Threads: the session's.
 */
final class Cursor {
    private final Session session;
    private final RoomShare share;
    private final Progress progress = new Progress();
    private int slot; // in its share
    private long seenRefusedNanos; // at the last look
    private long costNanos; // in which it has been waited for since it was last up to date
    private int missedTimeouts;

    Cursor(Session session, RoomShare share) {
        this.session = session;
        this.share = share;
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
        return session.output().lagBytes(log()) > log().lowWaterBytes();
    }

    /** Its room is waited for from now on. */
    void beginLooks() {
        seenRefusedNanos = session.output().refusedNanos();
        clearRecord();
    }

    private void clearRecord() {
        costNanos = 0;
        missedTimeouts = 0;
        progress.begin(session.output().sentBytes(), seenRefusedNanos, pinnedBytes());
    }

    /**
     * Some times a second while its room is over the high-water mark.
     *
     * @return for how long it was behind, and its socket refused, since the last look
     */
    long look(long timeoutNanos) {
        long refusedNanos = session.output().refusedNanos();
        long sinceLastLook = refusedNanos - seenRefusedNanos;
        seenRefusedNanos = refusedNanos;
        if (!isBehind()) {
            clearRecord();
            return 0;
        }
        costNanos += sinceLastLook;
        missedTimeouts =
                progress.missedTimeouts(session.output().sentBytes(), refusedNanos, pinnedBytes(), timeoutNanos);
        return sinceLastLook;
    }

    /** In which the room has waited for it since it was last up to date. */
    long costNanos() {
        return costNanos;
    }

    /** Slow-consumer timeouts since it has made {@link Progress}. */
    int missedTimeouts() {
        return missedTimeouts;
    }
}
