package dev.muxbench.relay;

import dev.muxbench.core.relay.JoinedChat;
import dev.muxbench.core.relay.Relay.Elsewhere;
import dev.muxbench.core.relay.Relay.RoomElsewhere;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Tracks which server has which members in its rooms. Each server tells the others the changes in its rooms, at most
 * once a tick. It numbers these signals: a server that has missed one asks for everything. A server from which nothing
 * was heard for the length of a lease is forgotten.
 *
 * <p>Threads: any.
 */
final class Presence {
    /** Limit of nicks told for one room, as many as {@code /who} shows. */
    private static final int NICKS = 200;

    private static final int ROOMS_OF_A_SIGNAL = 64;

    /** What is known of another server. */
    private static final class Peer {
        private long heardNanos;
        private long signals; // number of its last Members signal
        private boolean known; // true if all its members are known
        private final Map<String, Signal.RoomMembers> rooms = new HashMap<>();
    }

    private final long own;
    private final JoinedChat chat;
    private final Consumer<Signal> others;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private final Set<String> changed = new HashSet<>();
    private boolean refresh = true; // true if everything must be told
    private long told;
    private final Map<Long, Peer> peers = new LinkedHashMap<>();

    /** @param own incarnation */
    Presence(long own, JoinedChat chat, Consumer<Signal> others) {
        this.own = own;
        this.chat = chat;
        this.others = others;
    }

    // ---- This server's members.

    /** Notes that a room's members have changed. Does not call the chat, which may hold its lock. */
    void onMembersChanged(String roomKey) {
        lock.lock();
        try {
            changed.add(roomKey);
        } finally {
            lock.unlock();
        }
    }

    /** Tells the others what has changed since the last call. Called by one thread, once a tick. */
    void tell() {
        List<String> keys;
        boolean all;
        lock.lock();
        try {
            if (changed.isEmpty() && !refresh) {
                return;
            }
            all = refresh;
            keys = List.copyOf(changed);
            changed.clear();
            refresh = false;
        } finally {
            lock.unlock();
        }
        tell(all ? chat.roomKeys() : keys, all);
    }

    private void tell(Collection<String> keys, boolean all) {
        boolean first = all;
        var rooms = new ArrayList<Signal.RoomMembers>();
        for (var key : keys) {
            var members = chat.members(key, NICKS);
            rooms.add(
                    members == null
                            ? new Signal.RoomMembers(key, key, 0, List.of())
                            : new Signal.RoomMembers(key, members.name(), members.total(), members.nicks()));
            if (rooms.size() == ROOMS_OF_A_SIGNAL) {
                tell(first, rooms);
                first = false;
            }
        }
        if (first || !rooms.isEmpty()) {
            tell(first, rooms);
        }
    }

    private void tell(boolean all, List<Signal.RoomMembers> rooms) {
        long number;
        lock.lock();
        try {
            number = ++told;
        } finally {
            lock.unlock();
        }
        others.accept(new Signal.Members(own, number, all, List.copyOf(rooms)));
        rooms.clear();
    }

    /** Handles another server's request for all members of server {@code of}, or of all servers if 0. */
    void onRefresh(long of) {
        lock.lock();
        try {
            refresh |= of == own || of == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of signals sent about members. */
    long told() {
        lock.lock();
        try {
            return told;
        } finally {
            lock.unlock();
        }
    }

    // ---- Members of other servers.

    void onMembers(Signal.Members signal, long nowNanos) {
        boolean complete;
        lock.lock();
        try {
            var peer = peers.computeIfAbsent(signal.incarnation(), key -> new Peer());
            peer.heardNanos = nowNanos;
            if (signal.all()) {
                peer.rooms.clear();
                peer.known = true;
            } else if (signal.number() != peer.signals + 1) {
                peer.known = false;
            }
            peer.signals = signal.number();
            for (var room : signal.rooms()) {
                if (room.total() > 0) {
                    peer.rooms.put(room.key(), room);
                } else {
                    peer.rooms.remove(room.key());
                }
            }
            complete = peer.known;
        } finally {
            lock.unlock();
        }
        if (!complete) {
            others.accept(new Signal.Refresh(own, signal.incarnation()));
        }
    }

    void onAlive(Signal.Alive signal, long nowNanos) {
        boolean complete;
        lock.lock();
        try {
            var peer = peers.computeIfAbsent(signal.incarnation(), key -> new Peer());
            peer.heardNanos = nowNanos;
            complete = peer.known && peer.signals == signal.memberSignals();
        } finally {
            lock.unlock();
        }
        if (!complete) {
            others.accept(new Signal.Refresh(own, signal.incarnation()));
        }
    }

    void forget(long incarnation) {
        lock.lock();
        try {
            peers.remove(incarnation);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets servers from which nothing was heard for the patience. */
    void expire(long nowNanos, long patienceNanos) {
        lock.lock();
        try {
            peers.values().removeIf(peer -> nowNanos - peer.heardNanos > patienceNanos);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the incarnations of the other servers that are present. */
    Set<Long> servers() {
        lock.lock();
        try {
            return Set.copyOf(peers.keySet());
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of a room's members on other servers, except these servers. */
    int members(String roomKey, Set<Long> but) {
        lock.lock();
        try {
            int total = 0;
            for (var peer : peers.entrySet()) {
                var room = peer.getValue().rooms.get(roomKey);
                if (room != null && !but.contains(peer.getKey())) {
                    total += room.total();
                }
            }
            return total;
        } finally {
            lock.unlock();
        }
    }

    Elsewhere elsewhere(String roomKey) {
        lock.lock();
        try {
            var nicks = new ArrayList<String>();
            int total = 0;
            for (var peer : peers.values()) {
                var room = peer.rooms.get(roomKey);
                if (room != null) {
                    total += room.total();
                    nicks.addAll(room.nicks());
                }
            }
            return total == 0 ? Elsewhere.NOBODY : new Elsewhere(nicks, total);
        } finally {
            lock.unlock();
        }
    }

    List<RoomElsewhere> roomsElsewhere() {
        lock.lock();
        try {
            var rooms = new LinkedHashMap<String, RoomElsewhere>();
            for (var peer : peers.values()) {
                for (var room : peer.rooms.values()) {
                    rooms.merge(
                            room.key(),
                            new RoomElsewhere(room.key(), room.name(), room.total()),
                            (one, other) -> new RoomElsewhere(one.key(), one.name(), one.members() + other.members()));
                }
            }
            return List.copyOf(rooms.values());
        } finally {
            lock.unlock();
        }
    }
}
