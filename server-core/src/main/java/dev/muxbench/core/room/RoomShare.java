package dev.muxbench.core.room;

import dev.muxbench.core.loop.Inbox;
import dev.muxbench.core.loop.IoLoop;
import dev.muxbench.core.loop.LoopRoom;
import dev.muxbench.core.overload.Progress;
import dev.muxbench.core.overload.Readers;
import dev.muxbench.core.spi.CloseReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One loop's share of a room: the cursors of the loop's connections that read the room's log, members or not. This one list is written
 * to, judged, closed from and shown.
 *
 * <p>Cursors have their turns in a ring: a cursor that was written to has its next turn after all others.
 *
 * <p>The share lies in its loop's inbox while the room has news. Threads: the loop's.
 */
public final class RoomShare extends Inbox.Entry implements LoopRoom {
    /** The most members of one room that are sent its news in one turn, because a send takes some microseconds. */
    static final int FLUSH_BUDGET = 64;

    private final Room room;
    private final IoLoop loop;

    private final ArrayList<Cursor> cursors = new ArrayList<>(1);
    private final ArrayDeque<RoomSession> held =
            new ArrayDeque<>(0); // sessions whose input waits until the backlog is drained

    private int attached; // sessions that are here, or were when their connections closed

    private boolean flushing; // in the loop's list of rooms that are ready
    private int due; // cursors that have a turn to come
    private int next; // of them

    private boolean watched; // in the loop's list of rooms over their high-water mark
    private int index; // in its room's array, guarded by the registry's lock
    private long longestWaitNanos; // for any cursor of the room, at the last look
    private Readers readers = Readers.NONE; // when it looked last

    RoomShare(Room room, IoLoop loop) {
        this.room = room;
        this.loop = loop;
    }

    public Room room() {
        return room;
    }

    IoLoop loop() {
        return loop;
    }

    @Override
    protected void open() {
        letAllHaveATurn();
    }

    /** Gives each cursor a turn. */
    public void letAllHaveATurn() {
        due = cursors.size();
        if (!flushing) {
            flushing = true;
            loop.onReady(this);
        }
    }

    // ---- Who reads.

    /** Adds a connection that reads the room's log from now on. */
    public Cursor add(RoomSession session) {
        var cursor = new Cursor(session, this);
        cursor.setSlot(cursors.size());
        cursors.add(cursor);
        if (due > 0) {
            due++; // it stands before those that are due, or among them
        }
        return cursor;
    }

    /** Removes a cursor, and charges what it has cost since the last tick. */
    public void remove(Cursor cursor) {
        if (watched && !room.closesAtOnce()) {
            chargeAtOnce(cursor);
        }
        var last = cursors.removeLast();
        if (last != cursor) {
            cursors.set(cursor.slot(), last);
            last.setSlot(cursor.slot());
        }
        if (due > 0) {
            due = cursors.size(); // who was moved may have been due, and its new slot not be
        }
    }

    public void attach() {
        attached++;
    }

    public void detach() {
        attached--;
    }

    public void hold(RoomSession session) {
        held.add(session);
    }

    /** Takes a session's input off the list of held ones. */
    public void release(RoomSession session) {
        held.remove(session);
    }

    boolean isEmpty() {
        return cursors.isEmpty() && attached == 0;
    }

    // ---- Turns.

    /**
     * Gives cursors their turns: all that are due, or as many as one turn of the loop may serve.
     *
     * @return true if no cursor is due any more and no input is held without a reason
     */
    @Override
    public boolean flush() {
        for (int writes = 0; due > 0 && writes < FLUSH_BUDGET; ) {
            if (next >= cursors.size()) {
                next = 0;
            }
            due--;
            writes += cursors.get(next++).session().output().flush() ? 1 : 0;
        }
        flushing = due > 0 || (hasHeld() && !room.pushesBack()); // it may have been drained in this turn
        return !flushing;
    }

    /** Reads held input again, oldest first, until the backlog is over the mark once more. */
    @Override
    public void resumeHeld() {
        for (int n = held.size(); n > 0 && !room.pushesBack(); n--) {
            held.remove().resumeInput();
        }
    }

    @Override
    public boolean hasHeld() {
        return !held.isEmpty();
    }

    // ---- Overload.

    @Override
    public boolean isWatched() {
        return room.isWatched();
    }

    /**
     * The room {@linkplain Room#isWatched() is watched}. Returns true if this share must be {@linkplain #judge judged} from now on,
     * and was not before.
     */
    @Override
    public boolean watch() {
        if (room.closesAtOnce()) {
            evictAllOverTheLimit();
        }
        if (watched) {
            return false;
        }
        watched = true;
        long overNanos = room.log().overHighWaterNanos();
        cursors.forEach(cursor -> cursor.beginLooks(overNanos));
        return true;
    }

    /**
     * Called every tick while the room is watched: judges the cursors, and closes those that the room waits for no longer.
     *
     * @return false when the backlog is drained and this share need not be watched any more
     */
    @Override
    public boolean judge(long nowNanos, long fairNanos, long lateNanos) {
        if (room.closesAtOnce()) {
            evictAllOverTheLimit();
        }
        room.log().clearIfDrained(); // the mark may have risen, as there is more memory again
        look(nowNanos, fairNanos, lateNanos);
        boolean charged = !room.closesAtOnce()
                && room.charge(
                        nowNanos,
                        longestDueNanos(cursor -> cursor.hasBeenWaitedFor(longestWaitNanos)),
                        longestDueNanos(Cursor::stallsFromTheStart));
        if (charged) {
            cursors.forEach(Cursor::onCharged);
        }
        if (!room.isWatched()) {
            watched = false;
            forgetReaders();
            return false;
        }
        if (room.log().isOverHighWater() && room.standsStill()) {
            evictBehind(CloseReason.STANDSTILL, cursor -> true);
        } else if (charged) {
            long allowanceNanos = room.allowanceNanos(nowNanos);
            evictBehind(
                    CloseReason.SLOW_CONSUMER,
                    cursor -> cursor.hasCostMoreThan(allowanceNanos)
                            && (cursor.hasBeenWaitedFor(longestWaitNanos) || cursor.stallsFromTheStart()));
        }
        return true;
    }

    private void evictAllOverTheLimit() {
        for (var cursor : cursors) {
            if (cursor.pinnedBytes() > room.log().mostBacklogBytes()) {
                cursor.closeAtOnce(CloseReason.SLOW_CONSUMER);
            }
        }
    }

    private void look(long nowNanos, long fairNanos, long lateNanos) {
        long longestHere = 0;
        for (var cursor : cursors) {
            cursor.look(fairNanos, lateNanos, room.timeoutNanos(), room.isShortOfMemory());
            longestHere = Math.max(longestHere, cursor.recentWaitNanos());
        }
        longestWaitNanos = room.longestWaitNanos(nowNanos, longestHere);
        int newcomers = 0;
        int waitedFor = 0;
        int behind = 0;
        int stuck = 0;
        for (var cursor : cursors) {
            newcomers += cursor.isNew(fairNanos) ? 1 : 0;
            waitedFor += cursor.hasBeenWaitedFor(longestWaitNanos) ? 1 : 0;
            if (cursor.isBehind()) {
                behind++;
                stuck += cursor.missedTimeouts() >= Room.TIMEOUTS_OF_A_STANDSTILL ? 1 : 0;
            }
        }
        count(new Readers(cursors.size(), newcomers, waitedFor, behind, stuck));
    }

    private void chargeAtOnce(Cursor cursor) {
        long nowNanos = loop.nowNanos();
        cursor.look(loop.fairClock().now(nowNanos), 0, room.timeoutNanos(), room.isShortOfMemory());
        long dueNanos = cursor.dueNanos();
        var _ = room.charge(
                nowNanos,
                cursor.hasBeenWaitedFor(longestWaitNanos) ? dueNanos : 0,
                cursor.stallsFromTheStart() ? dueNanos : 0);
    }

    /** Returns the longest time, not charged yet, for which the room has waited for one of these cursors. */
    private long longestDueNanos(Predicate<Cursor> which) {
        long longest = 0;
        for (var cursor : cursors) {
            if (which.test(cursor)) {
                longest = Math.max(longest, cursor.dueNanos());
            }
        }
        return longest;
    }

    private void evictBehind(CloseReason reason, Predicate<Cursor> which) {
        for (var cursor : cursors) {
            if (cursor.isBehind() && which.test(cursor)) {
                cursor.closeAtOnce(reason);
            }
        }
    }

    /** Adds the cursors for which memory is kept although they have made no {@link Progress} for a whole slow-consumer timeout. */
    @Override
    public void addStuck(List<? super Pin> to) {
        for (var cursor : cursors) {
            if (cursor.missedTimeouts() > 0) {
                to.add(cursor);
            }
        }
    }

    // ---- For the room.

    /** Returns the longest recent wait for a cursor of the room, at the last look. */
    long longestWaitNanos() {
        return longestWaitNanos;
    }

    int index() {
        return index;
    }

    void setIndex(int index) {
        this.index = index;
    }

    /** It counts no more in its room. */
    void forgetReaders() {
        count(Readers.NONE);
    }

    private void count(Readers now) {
        room.count(readers, now);
        readers = now;
    }
}
