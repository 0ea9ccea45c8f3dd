package dev.muxbench.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of a server, and who is in which: one lock for all of that, so that a move from one to another is one step.
 *
 * <p>Threads: any.
 */
final class RoomRegistry {
    static final String LOBBY = "lobby";

    private final ChatServer server;
    private final int mostRooms;

    /** Where sessions are that are members of no room: nobody publishes there. */
    private final Room nowhere;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Room> rooms = new HashMap<>(); // by key; guarded by the lock

    RoomRegistry(ChatServer server) {
        this.server = server;
        this.mostRooms = server.config().maxRooms();
        this.nowhere = new Room(server, "", "");
    }

    /** As they are now. */
    List<Room> all() {
        lock.lock();
        try {
            return new ArrayList<>(rooms.values());
        } finally {
            lock.unlock();
        }
    }

    /** Enters the lobby. */
    RoomShare join(Session session) {
        lock.lock();
        try {
            return rooms.computeIfAbsent(LOBBY, key -> new Room(server, LOBBY, key))
                    .add(session);
        } finally {
            lock.unlock();
        }
    }

    /** A reader that is a member of no room. */
    RoomShare joinNowhere(Session session) {
        lock.lock();
        try {
            return nowhere.shareOf(session.loop());
        } finally {
            lock.unlock();
        }
    }

    /** Goes over to another room, which is made if need be. Returns null if there are too many rooms. */
    @Nullable
    RoomShare move(Session session, Room from, String name, String key) {
        lock.lock();
        try {
            var room = rooms.get(key);
            if (room == null) {
                if (rooms.size() >= mostRooms && !key.equals(LOBBY)) {
                    return null;
                }
                room = new Room(server, name, key);
                rooms.put(key, room);
            }
            leave(session, from);
            return room.add(session);
        } finally {
            lock.unlock();
        }
    }

    /** Leaves a room. Its log goes with its last member; who still reads it keeps what it needs. */
    void leave(Session session, Room room) {
        lock.lock();
        try {
            room.remove(session);
            if (room.isEmpty()) {
                rooms.remove(room.key);
                room.log.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A loop has nobody left who is, or reads, in this room. */
    void dropIfEmpty(RoomShare share) {
        if (share.isEmpty()) {
            lock.lock();
            try {
                share.room().drop(share);
            } finally {
                lock.unlock();
            }
        }
    }

    /** The names and sizes of up to {@code limit} rooms, and how many there are. */
    Listing list(int limit) {
        lock.lock();
        try {
            var entries = rooms.values().stream()
                    .limit(limit)
                    .map(room -> room.name + " (" + room.memberCount() + ")")
                    .toList();
            return new Listing(entries, rooms.size());
        } finally {
            lock.unlock();
        }
    }

    /** The nicks of up to {@code limit} members of a room, and how many there are. */
    Listing listMembers(Room room, int limit) {
        lock.lock();
        try {
            return new Listing(room.nicks(limit), room.memberCount());
        } finally {
            lock.unlock();
        }
    }

    void close() {
        nowhere.log.close();
    }

    /** The first of {@code total} entries. */
    record Listing(List<String> entries, int total) {
        @Override
        public String toString() {
            var shown = String.join(", ", entries);
            return entries.size() < total ? shown + ", and " + (total - entries.size()) + " more" : shown;
        }
    }
}
