package dev.muxbench.relay;

import dev.muxbench.core.relay.JoinedChat;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Rooms whose members on this server have fallen behind. The other servers are told repeatedly, and once when the
 * members have caught up.
 *
 * <p>Threads: any.
 */
final class OverRooms {
    private static final long REPEAT_NANOS = Holds.REMOTE_NANOS / 4;

    private final long own;
    private final JoinedChat chat;
    private final Consumer<Signal> others;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Long> toldNanos = new HashMap<>(); // room -> time of the last signal; guarded by the lock

    /** @param own incarnation of this server */
    OverRooms(long own, JoinedChat chat, Consumer<Signal> others) {
        this.own = own;
        this.chat = chat;
        this.others = others;
    }

    /** Adds a room that is behind when lines of other servers have come into it. */
    void add(String roomKey) {
        lock.lock();
        try {
            if (toldNanos.putIfAbsent(roomKey, Long.MIN_VALUE) == null) {
                others.accept(new Signal.Pushback(own, true, roomKey));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Repeats signals, and removes rooms that have caught up. Called several times a second. */
    void tick(long nowNanos) {
        lock.lock();
        try {
            toldNanos.entrySet().removeIf(room -> !staysOver(room, nowNanos));
        } finally {
            lock.unlock();
        }
    }

    private boolean staysOver(Map.Entry<String, Long> room, long nowNanos) {
        boolean over = chat.isOverHighWater(room.getKey());
        if (!over) {
            others.accept(new Signal.Pushback(own, false, room.getKey()));
        } else if (room.getValue() == Long.MIN_VALUE) {
            room.setValue(nowNanos);
        } else if (nowNanos - room.getValue() >= REPEAT_NANOS) {
            others.accept(new Signal.Pushback(own, true, room.getKey()));
            room.setValue(nowNanos);
        }
        return over;
    }

    int count() {
        lock.lock();
        try {
            return toldNanos.size();
        } finally {
            lock.unlock();
        }
    }
}
