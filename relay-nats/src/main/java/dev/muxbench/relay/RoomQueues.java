package dev.muxbench.relay;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Queues of all rooms' lines that are not sent yet. Each batch has lines of one room.
 *
 * <p>A batch costs a server as much as thousands of deliveries, because it wakes six threads and comes back to the
 * server that sent it. Therefore batches are sent in rounds. A round takes the lines that have come since the last one.
 * A pause follows that grows with the round's lines, up to {@link #LONGEST_PAUSE_NANOS}. A room with a full batch ends
 * the pause.
 *
 * <p>Threads: any that holds the outbox's lock.
 */
final class RoomQueues {
    /** Limit of a batch's lines in bytes; a single longer line is sent, too. */
    static final int BATCH_BYTES = 64 << 10;

    static final long PAUSE_NANOS_A_LINE = 1_000_000L;
    static final long LONGEST_PAUSE_NANOS = 25_000_000L;

    private final Holds holds;
    private final long mostRoomBytes;
    private final long mostBytes;
    private final Map<String, RoomQueue> queues = new HashMap<>();
    private final ArrayDeque<RoomQueue> next = new ArrayDeque<>(); // rooms of the next round
    private final ArrayDeque<RoomQueue> round = new ArrayDeque<>(); // rooms of this round
    private long bytes;
    private long roundLines;
    private long pauseEndNanos;
    private boolean full; // a room has a whole batch: the pause is over

    /**
     * @param mostRoomBytes bytes of one room that may wait before the room's senders are held
     * @param mostBytes     bytes of all rooms that may wait before all senders are held
     */
    RoomQueues(Holds holds, long mostRoomBytes, long mostBytes, long nowNanos) {
        this.holds = holds;
        this.mostRoomBytes = mostRoomBytes;
        this.mostBytes = mostBytes;
        pauseEndNanos = nowNanos;
    }

    void add(String roomKey, byte[] lines, int length, int count) {
        var queue = queues.computeIfAbsent(roomKey, RoomQueue::new);
        if (queue.isEmpty()) {
            next.add(queue);
        }
        queue.add(lines, length, count);
        bytes += length;
        full |= queue.bytes() >= BATCH_BYTES;
        if (!queue.over && queue.bytes() > mostRoomBytes) {
            queue.over = true;
            holds.setQueued(roomKey, true);
        }
        if (bytes > mostBytes) {
            holds.setAllQueued(true);
        }
    }

    boolean isEmpty() {
        return queues.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    /** Returns the time until the next batch may be sent, if there is one. */
    long waitNanos(long nowNanos) {
        return round.isEmpty() && !full ? Math.max(0, pauseEndNanos - nowNanos) : 0;
    }

    /** Takes the next batch. There must be one that may be sent. */
    Batch take(long nowNanos) {
        if (round.isEmpty()) {
            round.addAll(next);
            next.clear();
            roundLines = 0;
            full = false;
        }
        var queue = round.remove();
        var batch = queue.take(BATCH_BYTES);
        bytes -= batch.lines().length;
        roundLines += batch.count();
        if (queue.isEmpty()) {
            queues.remove(queue.roomKey);
        } else {
            round.add(queue); // behind all others
        }
        if (queue.over && queue.bytes() <= mostRoomBytes / 2) {
            queue.over = false;
            holds.setQueued(queue.roomKey, false);
        }
        if (bytes <= mostBytes / 2) {
            holds.setAllQueued(false);
        }
        if (round.isEmpty()) {
            pauseEndNanos = nowNanos + Math.min(LONGEST_PAUSE_NANOS, roundLines * PAUSE_NANOS_A_LINE);
        }
        return batch;
    }

    /** Lines of one room that are sent together. */
    record Batch(String roomKey, byte[] lines, int count) {}
}
