package dev.muxbench.relay;

import java.util.Arrays;

/** Lines of one room that are not sent yet. Threads: any that holds the outbox's lock. */
final class RoomQueue {
    private static final byte[] NONE = {};

    final String roomKey;
    boolean over; // the room's senders are held
    private byte[] bytes = NONE;
    private int from;
    private int to;
    private int lines;

    RoomQueue(String roomKey) {
        this.roomKey = roomKey;
    }

    void add(byte[] more, int length, int count) {
        if (to + length > bytes.length) {
            int queued = bytes();
            var larger = queued + length > bytes.length ? new byte[2 * (queued + length)] : bytes;
            System.arraycopy(bytes, from, larger, 0, queued);
            bytes = larger;
            from = 0;
            to = queued;
        }
        System.arraycopy(more, 0, bytes, to, length);
        to += length;
        lines += count;
    }

    int bytes() {
        return to - from;
    }

    boolean isEmpty() {
        return from == to;
    }

    /** Takes as many whole lines as fit into {@code most} bytes, at least one. */
    RoomQueues.Batch take(int most) {
        int end = to - from <= most ? to : lastLineEnd(most);
        int count = end == to ? lines : LineBatch.lines(bytes, from, end);
        var taken = new RoomQueues.Batch(roomKey, Arrays.copyOfRange(bytes, from, end), count);
        lines -= count;
        from = end;
        if (isEmpty()) {
            bytes = NONE;
            from = 0;
            to = 0;
        }
        return taken;
    }

    private int lastLineEnd(int most) {
        int end = from + most;
        while (end > from && bytes[end - 1] != '\n') {
            end--;
        }
        if (end > from) {
            return end;
        }
        end = from + most;
        while (bytes[end - 1] != '\n') {
            end++;
        }
        return end;
    }
}
