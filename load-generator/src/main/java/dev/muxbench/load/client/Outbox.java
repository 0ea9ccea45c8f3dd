package dev.muxbench.load.client;

import dev.muxbench.load.net.Connection;
import dev.muxbench.load.protocol.Dialect;
import dev.muxbench.load.text.LineCodec;
import java.io.IOException;
import java.util.ArrayDeque;

/**
 * The bytes that a client's socket has not taken yet, and the lines of the run in them. Bounded, because a server that pushes back must
 * not make the generator grow.
 *
 * <p>Threads: its worker's.
 */
final class Outbox {
    private static final byte[] NO_BYTES = {};
    private static final int FIRST_BYTES = 4096;
    private static final int MOST_BYTES = 1 << 20;

    private byte[] bytes = NO_BYTES;
    private int begin;
    private int end;
    private long taken; // by the socket, ever
    private final ArrayDeque<Line> lines = new ArrayDeque<>();

    /** A line whose last byte the socket has not taken yet. */
    static final class Line {
        final int number;
        final long dueNanos;
        final int owed; // deliveries
        private final long end; // bytes taken in all when the line is
        long offeredNanos; // when the socket was first asked to take it; 0 for not yet

        Line(int number, long dueNanos, int owed, long end, long offeredNanos) {
            this.offeredNanos = offeredNanos;
            this.number = number;
            this.dueNanos = dueNanos;
            this.owed = owed;
            this.end = end;
        }
    }

    /** Is called with the steps of a line. */
    interface Watcher {
        Watcher NOBODY = new Watcher() {
            @Override
            public void onOffered(Line line, long nowNanos) {}

            @Override
            public void onTaken(Line line, long nowNanos) {}
        };

        /** The line may be on its way from now on. */
        void onOffered(Line line, long nowNanos);

        /** The write that began then took the line's last byte. */
        void onTaken(Line line, long nowNanos);
    }

    boolean isEmpty() {
        return begin == end;
    }

    /** True if there is no room for another line. */
    boolean isFull() {
        return end - begin >= MOST_BYTES;
    }

    void put(byte[] from) {
        reserve(from.length);
        System.arraycopy(from, 0, bytes, end, from.length);
        end += from.length;
    }

    /**
     * Puts a line of the run out.
     *
     * @param sender       as the line says
     * @param owed         the number of deliveries that the line must cause
     * @param offeredNanos when the line was offered, if the socket is known to take nothing now; else 0
     */
    void putLine(
            Dialect dialect,
            LineCodec codec,
            int room,
            int sender,
            int number,
            long dueNanos,
            int owed,
            long offeredNanos) {
        int text = codec.bytes(sender, number);
        reserve(text + dialect.mostOverhead());
        int at = dialect.putHead(bytes, end, room, text);
        end = dialect.putEnd(bytes, codec.encode(bytes, at, dueNanos, sender, number));
        lines.add(new Line(number, dueNanos, owed, taken + end - begin, offeredNanos));
    }

    private void reserve(int more) {
        if (bytes.length - end >= more) {
            return;
        }
        int length = end - begin;
        var roomy = length + more <= bytes.length / 2
                ? bytes
                : new byte[Math.max(FIRST_BYTES, Integer.highestOneBit(length + more) * 2)];
        System.arraycopy(bytes, begin, roomy, 0, length);
        bytes = roomy;
        begin = 0;
        end = length;
    }

    /** Offers all bytes to the socket, once. */
    void flush(Connection connection, Watcher watcher, long nowNanos) throws IOException {
        for (var line : lines) {
            line.offeredNanos = line.offeredNanos == 0 ? nowNanos : line.offeredNanos;
            watcher.onOffered(line, nowNanos);
        }
        int count = connection.write(bytes, begin, end - begin);
        taken += count;
        begin += count;
        if (begin == end) {
            begin = 0;
            end = 0;
        }
        while (!lines.isEmpty() && lines.element().end <= taken) {
            watcher.onTaken(lines.remove(), nowNanos);
        }
    }

    /** Drops all bytes. Returns the lines in them. */
    ArrayDeque<Line> clear() {
        var left = lines.clone();
        lines.clear();
        taken += end - begin;
        bytes = NO_BYTES;
        begin = 0;
        end = 0;
        return left;
    }
}
