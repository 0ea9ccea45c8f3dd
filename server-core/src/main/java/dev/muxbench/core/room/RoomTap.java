package dev.muxbench.core.room;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A copy of what is said in the rooms, for somebody who only listens. Nobody waits for that one: what finds no room is dropped and counted.
 *
 * <p>Threads: any; {@link #take()} is for one.
 */
public final class RoomTap {
    private static final int CAPACITY_BYTES = 1 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by the lock:
    private ArrayList<String> lines = new ArrayList<>();
    private int bytes;
    private long dropped;
    private boolean ended;

    /**
     * What has come since the last time.
     *
     * @param lines   as members of the room see them, with their LF; before those of another room than the lobby its name in brackets
     * @param dropped lines that found no room after these
     */
    public record Batch(List<String> lines, long dropped) {}

    /** Lines of one client, just published in a room. */
    public void offer(String room, byte[] published, int length) {
        lock.lock();
        try {
            for (int from = 0; from < length; ) {
                int to = from;
                while (published[to++] != '\n') {
                    // a line is whole
                }
                offer(room, published, from, to - from);
                from = to;
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void offer(String room, byte[] text, int from, int lineLength) {
        if (bytes + lineLength > CAPACITY_BYTES) {
            dropped++;
            return;
        }
        bytes += lineLength;
        var line = new String(text, from, lineLength, StandardCharsets.UTF_8);
        lines.add(room.equals(RoomRegistry.LOBBY) ? line : "[" + room + "] " + line);
    }

    /** Waits for something new. Returns an empty batch at the end only. */
    public Batch take() throws InterruptedException {
        lock.lock();
        try {
            while (lines.isEmpty() && !ended) {
                changed.await();
            }
            var batch = new Batch(lines, dropped);
            lines = new ArrayList<>();
            bytes = 0;
            dropped = 0;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more comes. */
    public void end() {
        lock.lock();
        try {
            ended = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
