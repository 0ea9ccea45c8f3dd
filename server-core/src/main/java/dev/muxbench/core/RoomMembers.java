package dev.muxbench.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One loop's share of a room: the members whose connections belong to that loop.
 *
 * <p>Threads: the loop's, but for {@link #announce()}, which any publisher calls, and the two counts, which any loop reads.
 */
final class RoomMembers {
    private final Room room;
    private final IoLoop loop;

    private Session[] members = new Session[4];
    private int size;
    private final ArrayList<Session> leavers = new ArrayList<>(0); // gone from the room, but still reading its log
    private final ArrayDeque<Session> held = new ArrayDeque<>(0); // their input waits until the backlog is drained

    private final AtomicBoolean announced = new AtomicBoolean(); // true while in the loop's inbox
    @Nullable RoomMembers nextInInbox; // owned by the inbox
    private boolean watched; // in the loop's list of rooms over their high-water mark
    private volatile int present; // written by the loop
    private volatile int behind; // written by the loop

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

    /** Any thread: puts this share in its loop's inbox, once, and wakes the loop if it sleeps. */
    void announce() {
        if (!announced.get() && announced.compareAndSet(false, true)) {
            loop.deliver(this);
        }
    }

    /** Taken from the inbox. What is published from now on announces itself again. */
    void acknowledge() {
        announced.set(false);
    }

    void add(Session session) {
        if (size == members.length) {
            members = Arrays.copyOf(members, size * 2);
        }
        session.setSlot(size);
        members[size++] = session;
    }

    void remove(Session session) {
        var last = members[--size];
        members[session.slot()] = last;
        last.setSlot(session.slot());
        members[size] = null;
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

    boolean isEmpty() {
        return size == 0 && leavers.isEmpty() && held.isEmpty();
    }

    /** Sends every member what it has not seen. */
    void flush() {
        for (int i = 0; i < size; i++) {
            members[i].flush();
        }
    }

    /** Takes up the held input again, oldest first, until the backlog is over the mark once more. */
    void resumeHeld() {
        for (int n = held.size(); n > 0 && !room.log.isOverHighWater(); n--) {
            held.remove().resumeAfterRoom();
        }
    }

    boolean hasHeld() {
        return !held.isEmpty();
    }

    /** Returns true if it was not watched before. */
    boolean watch() {
        boolean news = !watched;
        watched = true;
        return news;
    }

    /**
     * Some times a second while the room is over its high-water mark: counts who is behind, and closes them if the room says so.
     *
     * @return false when the backlog is drained and this share need not be watched any more
     */
    boolean judge(long nowNanos) {
        if (!room.log.isOverHighWater()) {
            watched = false;
            room.endPushback();
            return false;
        }
        countBehind();
        if (room.mustEvict(nowNanos)) {
            evictBehind();
        }
        return true;
    }

    private void countBehind() {
        int count = 0;
        long mark = room.log.lowWaterBytes();
        for (int i = 0; i < size; i++) {
            count += members[i].isBehind(room.log, mark) ? 1 : 0;
        }
        for (var leaver : leavers) {
            count += leaver.isBehind(room.log, mark) ? 1 : 0;
        }
        present = size + leavers.size();
        behind = count;
    }

    private void evictBehind() {
        long mark = room.log.lowWaterBytes();
        for (int i = 0; i < size; i++) {
            if (members[i].isBehind(room.log, mark)) {
                members[i].evict();
            }
        }
        for (var leaver : leavers) {
            if (leaver.isBehind(room.log, mark)) {
                leaver.evict();
            }
        }
    }

    int present() {
        return present;
    }

    int behind() {
        return behind;
    }
}
