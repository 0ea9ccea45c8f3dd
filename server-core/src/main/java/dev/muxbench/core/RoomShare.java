package dev.muxbench.core;

import dev.muxbench.core.spi.CloseReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One loop's share of a room: the cursors of those of its connections that read the room's log, members or not. The same list is
 * written to, judged, evicted from and shown.
 *
 * <p>Cursors have their turns in a ring: whoever was written to is written to again when all others have had their turn.
 *
 * <p>It lies in its loop's inbox while there is something new in the room. Threads: the loop's.
 */
final class RoomShare extends Inbox.Entry {
    private final Room room;
    private final IoLoop loop;

    private final ArrayList<Cursor> cursors = new ArrayList<>(1);
    private final ArrayDeque<Session> held = new ArrayDeque<>(0); // their input waits until the backlog is drained

    private int attached; // sessions that are here, or were when their connections closed

    private boolean flushing; // in the loop's list of news
    private int due; // cursors that have a turn to come
    private int next; // of them

    private boolean watched; // in the loop's list of rooms over their high-water mark
    private int place; // in its room's array, guarded by the registry's lock
    private long longestWaitNanos; // for any cursor of the room, at the last look
    private Room.Readers readers = Room.Readers.NONE; // when it looked last

    RoomShare(Room room, IoLoop loop) {
        this.room = room;
        this.loop = loop;
    }

    Room room() {
        return room;
    }

    IoLoop loop() {
        return loop;
    }

    @Override
    void open() {
        letAllHaveATurn();
    }

    /** Somebody has something to be sent. */
    void letAllHaveATurn() {
        due = cursors.size();
        if (!flushing) {
            flushing = true;
            loop.onNews(this);
        }
    }

    // ---- Who reads.

    /** A connection that reads the room's log from now on. */
    Cursor add(Session session) {
        var cursor = new Cursor(session, this);
        cursor.setSlot(cursors.size());
        cursors.add(cursor);
        if (due > 0) {
            due++; // it stands before those that are due, or among them
        }
        return cursor;
    }

    /** It does not read it any more. */
    void remove(Cursor cursor) {
        var last = cursors.removeLast();
        if (last != cursor) {
            cursors.set(cursor.slot(), last);
            last.setSlot(cursor.slot());
        }
        if (due > 0) {
            due = cursors.size(); // who was moved may have been due, and its new slot not be
        }
    }

    void attach() {
        attached++;
    }

    void detach() {
        attached--;
    }

    void hold(Session session) {
        held.add(session);
    }

    /** It no longer waits here. */
    void release(Session session) {
        held.remove(session);
    }

    boolean isEmpty() {
        return cursors.isEmpty() && attached == 0;
    }

    // ---- Turns.

    /**
     * Lets cursors have their turns: all that are due, or as many as one turn is to be held up for.
     *
     * @return whether this turn has done all there is to do: nobody is due any more, and no input is held without a reason
     */
    boolean flush() {
        for (int writes = 0; due > 0 && writes < ServerConfig.FLUSH_BUDGET; ) {
            if (next >= cursors.size()) {
                next = 0;
            }
            due--;
            writes += cursors.get(next++).session().output().flush() ? 1 : 0;
        }
        flushing = due > 0 || mayResumeHeld(); // it may have been drained after this turn took up what was held
        return !flushing;
    }

    /** Takes up the held input again, oldest first, until the backlog is over the mark once more. */
    void resumeHeld() {
        for (int n = held.size(); n > 0 && !room.log.isOverHighWater(); n--) {
            held.remove().input().resume();
        }
    }

    private boolean mayResumeHeld() {
        return hasHeld() && !room.log.isOverHighWater();
    }

    boolean hasHeld() {
        return !held.isEmpty();
    }

    // ---- Overload.

    /** The room {@linkplain Room#isWatched() is watched}. Returns true if this share must be {@linkplain #judge judged} from now on, and was not before. */
    boolean watch() {
        if (room.closesAtOnce()) {
            evictAllOverTheLimit();
        }
        if (watched) {
            return false;
        }
        watched = true;
        cursors.forEach(Cursor::beginLooks);
        return true;
    }

    /**
     * Some times a second while the room is watched: looks at who is behind, and closes those whom the room does not
     * wait for any longer.
     *
     * @return false when the backlog is drained and this share need not be watched any more
     */
    boolean judge(long nowNanos, long fairNanos, long lateNanos) {
        if (room.closesAtOnce()) {
            evictAllOverTheLimit();
        }
        room.log.clearIfDrained(); // the mark may have risen, as there is more memory again
        look(nowNanos, fairNanos, lateNanos);
        boolean charged = !room.closesAtOnce() && room.charge(nowNanos, longestDueNanos(), newcomersDueNanos());
        if (charged) {
            cursors.forEach(Cursor::onCharged);
        }
        if (!room.isWatched()) {
            watched = false;
            forgetReaders();
            return false;
        }
        if (room.log.isOverHighWater() && room.standsStill()) {
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
            if (cursor.pinnedBytes() > room.log.mostBacklogBytes()) {
                cursor.session().lifecycle().closeAtOnce(CloseReason.SLOW_CONSUMER);
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
        count(new Room.Readers(cursors.size(), newcomers, waitedFor, behind, stuck));
    }

    private long longestDueNanos() {
        return longestDueNanos(cursor -> cursor.hasBeenWaitedFor(longestWaitNanos));
    }

    private long newcomersDueNanos() {
        return longestDueNanos(Cursor::stallsFromTheStart);
    }

    /** For how long the room has waited for one of these cursors, as far as that is not charged. */
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
                cursor.session().lifecycle().closeAtOnce(reason);
            }
        }
    }

    /** Those for whom memory is kept though they have not made any {@link Progress} for a whole slow-consumer timeout. */
    void addStuck(List<Cursor> to) {
        for (var cursor : cursors) {
            if (cursor.missedTimeouts() > 0) {
                to.add(cursor);
            }
        }
    }

    // ---- For the room.

    int place() {
        return place;
    }

    void setPlace(int place) {
        this.place = place;
    }

    /** It counts no more in its room. */
    void forgetReaders() {
        count(Room.Readers.NONE);
    }

    private void count(Room.Readers now) {
        room.count(readers, now);
        readers = now;
    }
}
