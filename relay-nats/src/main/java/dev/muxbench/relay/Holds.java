package dev.muxbench.relay;

import dev.muxbench.core.relay.JoinedChat;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The rooms in which this server's senders must wait, because too many of their lines wait for the stream or members on
 * another server are behind. Another server's signal expires, because the signal that ends it may be lost.
 *
 * <p>Threads: any.
 */
final class Holds {
    /** How long another server's signal holds. */
    static final long REMOTE_NANOS = 2_000_000_000L;

    private final JoinedChat chat;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private final Set<String> queued = new HashSet<>();
    private final Map<String, Map<Long, Long>> remote = new HashMap<>(); // room -> incarnation -> expiry time
    private boolean allQueued;

    /** @param chat notified, without any lock held here, of rooms whose {@link #isHeld} may have changed */
    Holds(JoinedChat chat) {
        this.chat = chat;
    }

    boolean isHeld(String roomKey) {
        lock.lock();
        try {
            return allQueued || queued.contains(roomKey) || remote.containsKey(roomKey);
        } finally {
            lock.unlock();
        }
    }

    /** Sets whether too many lines of the room wait for the stream. */
    void setQueued(String roomKey, boolean over) {
        lock.lock();
        try {
            var _ = over ? queued.add(roomKey) : queued.remove(roomKey);
        } finally {
            lock.unlock();
        }
        chat.onHeldChanged(roomKey);
    }

    /** Sets whether too many lines of all rooms together wait for the stream. */
    void setAllQueued(boolean over) {
        lock.lock();
        try {
            if (allQueued == over) {
                return;
            }
            allQueued = over;
        } finally {
            lock.unlock();
        }
        chat.roomKeys().forEach(chat::onHeldChanged);
    }

    /** Sets whether another server's members of the room are behind. */
    void setRemote(long incarnation, String roomKey, boolean over, long nowNanos) {
        lock.lock();
        try {
            if (over) {
                remote.computeIfAbsent(roomKey, key -> new HashMap<>()).put(incarnation, nowNanos + REMOTE_NANOS);
            } else {
                remote.computeIfPresent(roomKey, (key, servers) -> {
                    servers.remove(incarnation);
                    return servers.isEmpty() ? null : servers;
                });
            }
        } finally {
            lock.unlock();
        }
        chat.onHeldChanged(roomKey);
    }

    /** Returns the other servers whose members of the room are behind. */
    Set<Long> serversBehind(String roomKey) {
        lock.lock();
        try {
            var servers = remote.get(roomKey);
            return servers == null ? Set.of() : Set.copyOf(servers.keySet());
        } finally {
            lock.unlock();
        }
    }

    /** Removes expired signals. To be called several times a second. */
    void expire(long nowNanos) {
        List<String> changed;
        lock.lock();
        try {
            if (remote.isEmpty()) {
                return;
            }
            changed = List.copyOf(remote.keySet());
            remote.values().forEach(servers -> servers.values().removeIf(until -> nowNanos - until >= 0));
            remote.values().removeIf(Map::isEmpty);
            changed = changed.stream().filter(key -> !remote.containsKey(key)).toList();
        } finally {
            lock.unlock();
        }
        changed.forEach(chat::onHeldChanged);
    }

    /** Returns the number of rooms that are held individually, without those held only by the limit for all rooms. */
    int count() {
        lock.lock();
        try {
            var all = new HashSet<>(queued);
            all.addAll(remote.keySet());
            return all.size();
        } finally {
            lock.unlock();
        }
    }
}
