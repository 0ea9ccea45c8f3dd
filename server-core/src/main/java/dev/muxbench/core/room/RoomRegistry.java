package dev.muxbench.core.room;

import dev.muxbench.core.status.ServerStatus;
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
public final class RoomRegistry {
    static final String LOBBY = "lobby";

    private final RoomContext context;
    private final int mostRooms;

    /** Where sessions are that are members of no room: nobody publishes there. */
    private final Room nowhere;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Room> rooms = new HashMap<>(); // by key; guarded by the lock

    public RoomRegistry(RoomContext context) {
        this.context = context;
        this.mostRooms = context.config().maxRooms();
        this.nowhere = new Room(context, "", "");
    }

    private List<Room> all() {
        lock.lock();
        try {
            return new ArrayList<>(rooms.values());
        } finally {
            lock.unlock();
        }
    }

    /** To be called about once a second: lets go of what a burst has left in the logs, and of senders that need not wait any longer. */
    public void housekeep() {
        for (var room : all()) {
            boolean shrunk = room.log().shrinkIfQuiet();
            if (room.log().markIfOverHighWater() || room.isWatched() || shrunk) {
                room.announce();
            }
        }
    }

    /** As they are now. */
    public ServerStatus.Rooms status() {
        var all = all();
        long sum = 0;
        long largest = 0;
        int over = 0;
        for (var room : all) {
            long backlog = room.log().backlogBytes();
            sum += backlog;
            largest = Math.max(largest, backlog);
            over += room.log().isOverHighWater() ? 1 : 0;
        }
        return new ServerStatus.Rooms(all.size(), over, sum, largest);
    }

    /** Enters the lobby. */
    public RoomShare join(RoomSession session) {
        lock.lock();
        try {
            return rooms.computeIfAbsent(LOBBY, key -> new Room(context, LOBBY, key))
                    .add(session);
        } finally {
            lock.unlock();
        }
    }

    /** A reader that is a member of no room. */
    public RoomShare joinNowhere(RoomSession session) {
        lock.lock();
        try {
            return nowhere.shareOf(session.loop());
        } finally {
            lock.unlock();
        }
    }

    /** Goes over to another room, which is made if need be. Returns null if there are too many rooms. */
    public @Nullable RoomShare move(RoomSession session, Room from, String name, String key) {
        lock.lock();
        try {
            var room = rooms.get(key);
            if (room == null) {
                if (rooms.size() >= mostRooms && !key.equals(LOBBY)) {
                    return null;
                }
                room = new Room(context, name, key);
                rooms.put(key, room);
            }
            leave(session, from);
            return room.add(session);
        } finally {
            lock.unlock();
        }
    }

    /** Leaves a room. Its log goes with its last member; who still reads it keeps what it needs. */
    public void leave(RoomSession session, Room room) {
        lock.lock();
        try {
            room.remove(session);
            if (room.isEmpty()) {
                rooms.remove(room.key());
                room.log().close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A loop has nobody left who is, or reads, in this room. */
    public void dropIfEmpty(RoomShare share) {
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
    public Listing list(int limit) {
        lock.lock();
        try {
            var entries = rooms.values().stream()
                    .limit(limit)
                    .map(room -> room.name() + " (" + room.memberCount() + ")")
                    .toList();
            return new Listing(entries, rooms.size());
        } finally {
            lock.unlock();
        }
    }

    /** The nicks of up to {@code limit} members of a room, and how many there are. */
    public Listing listMembers(Room room, int limit) {
        lock.lock();
        try {
            return new Listing(room.nicks(limit), room.memberCount());
        } finally {
            lock.unlock();
        }
    }

    public void close() {
        nowhere.log().close();
    }

    /** The first of {@code total} entries. */
    public record Listing(List<String> entries, int total) {
        @Override
        public String toString() {
            var shown = String.join(", ", entries);
            return entries.size() < total ? shown + ", and " + (total - entries.size()) + " more" : shown;
        }
    }
}
