package dev.muxbench.core.room;

import dev.muxbench.core.relay.Relay;
import dev.muxbench.core.status.ServerStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of a server and their members. One lock guards all of them, so that a move from one room to another is one step.
 *
 * <p>Threads: any.
 */
public final class RoomRegistry {
    static final String LOBBY = "lobby";

    private final RoomContext context;
    private final int mostRooms;

    /** The room of sessions that are members of no room. Nothing is published there. */
    private final Room nowhere;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Room> rooms = new HashMap<>(); // by key; guarded by the lock
    private @Nullable Relay relay; // set before the first session

    public RoomRegistry(RoomContext context) {
        this.context = context;
        this.mostRooms = context.config().maxRooms();
        this.nowhere = new Room(context, "", "", null);
    }

    /** Joins this server with others. Called before the first session. */
    public void join(Relay toOthers) {
        relay = toOthers;
    }

    private Room open(String name, String key) {
        var room = new Room(context, name, key, relay);
        rooms.put(key, room);
        return room;
    }

    /** Returns the room of this key; null if nobody is in it. */
    public @Nullable Room find(String key) {
        lock.lock();
        try {
            return rooms.get(key);
        } finally {
            lock.unlock();
        }
    }

    /** Called when the relay's part of {@link Room#pushesBack()} has changed. */
    public void onHeldChanged(String key) {
        lock.lock();
        try {
            var room = rooms.get(key);
            if (room != null) {
                room.onHeldChanged();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Called when members of this room have come, gone or changed their nicks. */
    public void onMembersChanged(Room room) {
        if (relay != null) {
            relay.onMembersChanged(room.key());
        }
    }

    /** Returns the keys of all rooms. */
    public List<String> keys() {
        lock.lock();
        try {
            return List.copyOf(rooms.keySet());
        } finally {
            lock.unlock();
        }
    }

    private List<Room> all() {
        lock.lock();
        try {
            return new ArrayList<>(rooms.values());
        } finally {
            lock.unlock();
        }
    }

    /** Called about once a second: frees what a burst has left in the logs, and resumes senders that need not wait any longer. */
    public void housekeep() {
        for (var room : all()) {
            boolean shrunk = room.log().shrinkIfQuiet();
            if (room.log().markIfOverHighWater() || room.isWatched() || shrunk) {
                room.announce();
            }
        }
    }

    /** Returns the state of all rooms. */
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

    /** Makes a session a member of the lobby. */
    public RoomShare join(RoomSession session) {
        lock.lock();
        try {
            var lobby = rooms.get(LOBBY);
            return enter(lobby == null ? open(LOBBY, LOBBY) : lobby, session);
        } finally {
            lock.unlock();
        }
    }

    private RoomShare enter(Room room, RoomSession session) {
        var share = room.add(session);
        onMembersChanged(room);
        return share;
    }

    /** Adds a reader that is a member of no room. */
    public RoomShare joinNowhere(RoomSession session) {
        lock.lock();
        try {
            return nowhere.shareOf(session.loop());
        } finally {
            lock.unlock();
        }
    }

    /** Moves a session to another room, a new one if there is none. Returns null if there are too many rooms. */
    public @Nullable RoomShare move(RoomSession session, Room from, String name, String key) {
        lock.lock();
        try {
            var room = rooms.get(key);
            if (room == null) {
                if (rooms.size() >= mostRooms && !key.equals(LOBBY)) {
                    return null;
                }
                room = open(name, key);
            }
            leave(session, from);
            return enter(room, session);
        } finally {
            lock.unlock();
        }
    }

    /** Removes a member. The room's log is closed with the last one; a connection that still reads it keeps the segments that it needs. */
    public void leave(RoomSession session, Room room) {
        lock.lock();
        try {
            room.remove(session);
            if (room.isEmpty()) {
                rooms.remove(room.key());
                room.log().close();
            }
            onMembersChanged(room);
        } finally {
            lock.unlock();
        }
    }

    /** Called when a loop has no member and no reader left in this room. */
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

    /** Returns names and sizes of up to {@code limit} rooms, of this server and of those joined with it, and the number of all. */
    public Listing list(int limit) {
        var elsewhere = relay == null ? List.<Relay.RoomElsewhere>of() : relay.roomsElsewhere();
        lock.lock();
        try {
            var members = new LinkedHashMap<String, Integer>();
            var names = new HashMap<String, String>();
            for (var room : rooms.values()) {
                members.put(room.key(), room.memberCount());
                names.put(room.key(), room.name());
            }
            for (var room : elsewhere) {
                members.merge(room.key(), room.members(), Integer::sum);
                names.putIfAbsent(room.key(), room.name());
            }
            var entries = members.entrySet().stream()
                    .limit(limit)
                    .map(room -> names.get(room.getKey()) + " (" + room.getValue() + ")")
                    .toList();
            return new Listing(entries, members.size());
        } finally {
            lock.unlock();
        }
    }

    /** Returns the nicks of up to {@code limit} members of a room, likewise. */
    public Listing listMembers(Room room, int limit) {
        var here = listMembersHere(room, limit);
        var elsewhere = relay == null ? Relay.Elsewhere.NOBODY : relay.elsewhere(room.key());
        var nicks = Stream.concat(here.entries().stream(), elsewhere.nicks().stream())
                .limit(limit)
                .toList();
        return new Listing(nicks, here.total() + elsewhere.total());
    }

    /** Returns the members on this server alone. */
    public Listing listMembersHere(Room room, int limit) {
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
