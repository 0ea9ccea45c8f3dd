package dev.muxbench.core;

import java.util.ArrayDeque;
import java.util.ArrayList;

/**
 * One loop's share of a room: the members whose connections belong to that loop.
 *
 * <p>It lies in its loop's inbox while there is something new in the room. Threads: the loop's.
 */
final class RoomMembers extends Inbox.Entry {
    private final Room room;
    private final IoLoop loop;

    private final ArrayList<Session> members = new ArrayList<>(1);
    private final ArrayList<Session> leavers = new ArrayList<>(0); // gone from the room, but still reading its log
    private final ArrayDeque<Session> held = new ArrayDeque<>(0); // their input waits until the backlog is drained

    private boolean flushing; // in the loop's list of news
    private int due; // members that were not flushed since the last news
    private int next; // of them

    private final ArrayList<Session> laggards = new ArrayList<>(0); // during judge()
    private boolean watched; // in the loop's list of rooms over their high-water mark
    private int place; // in its room's array, guarded by the membership lock
    private int present; // when it looked last
    private int behind;

    RoomMembers(Room room, IoLoop loop) {
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
        room.onOpened(this);
        due = members.size();
        if (!flushing) {
            flushing = true;
            loop.onNews(this);
        }
    }

    void add(Session session) {
        session.membership().setSlot(members.size());
        members.add(session);
        if (due > 0) {
            due++; // it stands before those that are due, or among them
        }
    }

    void remove(Session session) {
        var last = members.removeLast();
        if (last != session) {
            int slot = session.membership().slot();
            members.set(slot, last);
            last.membership().setSlot(slot);
        }
        if (due > 0) {
            due = members.size(); // who was moved may have been due, and its new slot not be
        }
    }

    void addLeaver(Session session) {
        leavers.add(session);
    }

    void removeLeaver(Session session) {
        leavers.remove(session);
    }

    void hold(Session session) {
        held.add(session);
    }

    /** It no longer waits here. */
    void release(Session session) {
        held.remove(session);
    }

    boolean isEmpty() {
        return members.isEmpty() && leavers.isEmpty() && held.isEmpty();
    }

    /**
     * Sends members what they have not seen: all who are due, or as many as one turn is to be held up for.
     *
     * @return whether this turn has done all there is to do: nobody is due any more, and no input is held without a reason
     */
    boolean flush() {
        for (int n = Math.min(due, ServerConfig.FLUSH_BUDGET); n > 0 && due > 0; n--) {
            if (next >= members.size()) {
                next = 0;
            }
            due--;
            members.get(next++).output().flush();
        }
        flushing = due > 0 || mayResumeHeld(); // it may have been drained after this turn took up what was held
        return !flushing;
    }

    /** Takes up the held input again, oldest first, until the backlog is over the mark once more. */
    void resumeHeld() {
        for (int n = held.size(); n > 0 && !room.log.isOverHighWater(); n--) {
            held.remove().input().resumeAfterRoom();
        }
    }

    private boolean mayResumeHeld() {
        return hasHeld() && !room.log.isOverHighWater();
    }

    boolean hasHeld() {
        return !held.isEmpty();
    }

    /** The room is over its high-water mark. Returns true if this share must be {@linkplain #judge judged} from now on, and was not before. */
    boolean watch() {
        if (!room.waits()) {
            evictWhoHoldsUp();
        }
        boolean news = !watched;
        watched = true;
        return news;
    }

    /**
     * Some times a second while the room is over its high-water mark: counts who is behind, and closes them if the room says so.
     *
     * @return false when the backlog is drained and this share need not be watched any more
     */
    boolean judge(long nowNanos, long fairNanos) {
        if (!room.waits()) {
            evictWhoHoldsUp();
            room.log.clearIfDrained();
        }
        if (!room.log.isOverHighWater()) {
            watched = false;
            room.endPushback();
            return false;
        }
        if (room.waits()) {
            findLaggards(fairNanos);
            if (room.mustEvict(nowNanos)) {
                laggards.forEach(Session::evict);
            }
            laggards.clear();
        }
        return true;
    }

    private void evictWhoHoldsUp() {
        for (var session : members) {
            if (session.output().holdsUp(room.log)) {
                session.evict();
            }
        }
        for (var session : leavers) {
            if (session.output().holdsUp(room.log)) {
                session.evict();
            }
        }
    }

    private void findLaggards(long fairNanos) {
        for (var session : members) {
            if (session.output().isBehind(room.log, fairNanos, room.slowConsumerRule())) {
                laggards.add(session);
            }
        }
        for (var session : leavers) {
            if (session.output().isBehind(room.log, fairNanos, room.slowConsumerRule())) {
                laggards.add(session);
            }
        }
        count(members.size() + leavers.size(), laggards.size());
    }

    int place() {
        return place;
    }

    void setPlace(int place) {
        this.place = place;
    }

    /** It counts no more in its room. */
    void forgetCounts() {
        count(0, 0);
    }

    private void count(int nowPresent, int nowBehind) {
        room.count(nowPresent - present, nowBehind - behind);
        present = nowPresent;
        behind = nowBehind;
    }
}
