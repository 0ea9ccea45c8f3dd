package dev.muxbench.relay;

import dev.muxbench.core.relay.JoinedChat;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Rooms whose members here are behind: the other servers are told, again and again, and once when it is over.
 *
 * <p>Threads: any.
 */
final class OverRooms {
    private static final long REPEAT_NANOS = Holds.REMOTE_NANOS / 4;

    private final long own;
    private final JoinedChat chat;
    private final Consumer<Signal> others;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Long> toldNanos = new HashMap<>(); // room -> when last; guarded by the lock

    /** @param own incarnation */
    OverRooms(long own, JoinedChat chat, Consumer<Signal> others) {
        this.own = own;
        this.chat = chat;
        this.others = others;
    }

    /** Lines of other servers have come into a room that is behind. */
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

    /** Some times a second. */
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
