package dev.muxbench.relay;

import dev.muxbench.core.protocol.Sanitizer;
import dev.muxbench.core.relay.JoinedChat;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers other servers' lines from the stream into this server's rooms: each batch once, and those of one server in
 * the order of their numbers. A batch ahead of a gap is held until the gap is filled, or until a later batch says that
 * the missing batches were in the stream before.
 *
 * <p>Threads: one, which reads the stream; {@link #position()} is for any.
 */
final class Incoming {
    private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);
    static final int MOST_AHEAD_BYTES = 4 * SendWindow.MOST_BYTES; // of one server; batches beyond are dropped

    private static final int MOST_ORIGINS = 10_000;

    /** What is known of one server's batches. */
    private static final class Origin {
        private long expected; // number of the next batch
        private long nextLine = -1; // number of lines in the batches before; -1 while unknown
        private boolean afterGap; // clients were closed already for the lines lost in a gap
        private long settledAt; // batches with smaller numbers may have been in the stream before this server read it
        private final TreeMap<Long, LineBatch> ahead = new TreeMap<>();
        private final Map<Long, String> rooms = new HashMap<>(); // rooms of the batches ahead
        private long aheadBytes;
    }

    private final long own;
    private final JoinedChat chat;
    private final RelayCounters counters;
    private final Runnable whileFull;
    private final OverRooms over;
    private final Map<Long, Origin> origins = new HashMap<>();
    private volatile long position; // of the last message that was read
    private byte[] clean = {};

    /**
     * @param own       incarnation of this server
     * @param over      gets the rooms here that are behind
     * @param whileFull waits a moment while a room is full
     */
    Incoming(long own, JoinedChat chat, RelayCounters counters, OverRooms over, Runnable whileFull) {
        this.own = own;
        this.chat = chat;
        this.counters = counters;
        this.over = over;
        this.whileFull = whileFull;
    }

    /** Begins to read behind a position. If another stream was read before, its lines that are not repeated are lost. */
    void beginAt(long streamPosition) {
        position = streamPosition;
        origins.values().forEach(origin -> origin.settledAt = 0);
    }

    long position() {
        return position;
    }

    /** Handles the next message. */
    void accept(long streamPosition, String roomKey, byte[] message) {
        position = streamPosition;
        if (LineBatch.incarnation(message) == own) {
            return;
        }
        var batch = LineBatch.parse(message);
        if (batch == null) {
            counters.foreign();
            return;
        }
        if (origins.size() == MOST_ORIGINS && !origins.containsKey(batch.incarnation())) {
            counters.foreign(); // more servers than can be real
            return;
        }
        var origin = origins.computeIfAbsent(batch.incarnation(), key -> newOrigin(batch));
        acknowledge(origin, batch.acknowledgedBelow());
        if (!batch.hasLines()) {
            return;
        }
        if (batch.number() < origin.expected || origin.ahead.containsKey(batch.number())) {
            counters.doubled();
        } else if (batch.number() == origin.expected) {
            deliver(origin, roomKey, batch);
            deliverAhead(origin);
        } else {
            hold(origin, roomKey, batch);
        }
    }

    private static Origin newOrigin(LineBatch first) {
        var origin = new Origin();
        origin.expected = first.acknowledgedBelow();
        origin.settledAt = first.acknowledgedBelow() + SendWindow.MOST_BATCHES;
        return origin;
    }

    /** Skips missing batches below a number: all of those were in the stream before, so the missing ones will not come. */
    private void acknowledge(Origin origin, long below) {
        while (origin.expected < below) {
            var next = origin.ahead.firstEntry();
            if (next == null || next.getKey() >= below) {
                origin.expected = below;
            } else {
                origin.expected = next.getKey();
                deliverAhead(origin);
            }
        }
        deliverAhead(origin);
    }

    private void hold(Origin origin, String roomKey, LineBatch batch) {
        if (origin.aheadBytes + batch.lines().length > MOST_AHEAD_BYTES) {
            counters.foreign(); // more than four windows of unacknowledged bytes
            return;
        }
        origin.ahead.put(batch.number(), batch);
        origin.rooms.put(batch.number(), roomKey);
        origin.aheadBytes += batch.lines().length;
    }

    private void deliverAhead(Origin origin) {
        while (!origin.ahead.isEmpty() && origin.ahead.firstKey() == origin.expected) {
            var batch = origin.ahead.pollFirstEntry().getValue();
            origin.aheadBytes -= batch.lines().length;
            var roomKey = origin.rooms.remove(batch.number());
            deliver(origin, roomKey == null ? "" : roomKey, batch);
        }
    }

    private void deliver(Origin origin, String roomKey, LineBatch batch) {
        long missing = batch.linesBefore() - origin.nextLine;
        if (origin.nextLine >= 0 && missing > 0 && (origin.afterGap || batch.number() >= origin.settledAt)) {
            onLost(batch.incarnation(), missing, origin.afterGap);
        }
        origin.afterGap = false;
        origin.expected = batch.number() + 1;
        origin.nextLine = batch.linesBefore() + batch.count();
        counters.received(batch.count(), batch.lines().length);
        publish(roomKey, batch);
    }

    private void onLost(long incarnation, long lines, boolean areClosed) {
        counters.lost(lines);
        LOG.error(
                "relay gap: {} lines of server {} are lost for clients of this one",
                lines,
                Long.toHexString(incarnation));
        if (!areClosed) {
            chat.closeAll();
        }
    }

    /**
     * Closes all clients, because unread messages were dropped from the stream. The next batch of each server shows how
     * many of its lines are lost.
     */
    void onGap(long messages) {
        LOG.error(
                "relay gap: {} messages were dropped from the stream before they were read here; all clients are closed",
                messages);
        origins.values().forEach(origin -> origin.afterGap = true);
        chat.closeAll();
    }

    private void publish(String roomKey, LineBatch batch) {
        while (chat.isFull(roomKey)) {
            whileFull.run();
        }
        var lines = batch.lines();
        if (isClean(lines)) {
            chat.publish(roomKey, lines, lines.length, batch.count());
        } else {
            publishSanitized(roomKey, lines);
        }
        if (chat.isOverHighWater(roomKey)) {
            over.add(roomKey);
        }
    }

    /** True if the lines need no sanitizing, which is the most frequent case: printable ASCII, no line too long. */
    private boolean isClean(byte[] lines) {
        int length = 0;
        for (byte b : lines) {
            length++;
            if (b == '\n') {
                if (length > chat.longestLineBytes()) {
                    return false;
                }
                length = 0;
            } else if (b < ' ' || b == 0x7F) {
                return false;
            }
        }
        return true;
    }

    /** Sanitizes and publishes line by line; a line that is too long for this server's log is dropped. */
    private void publishSanitized(String roomKey, byte[] lines) {
        if (clean.length < Sanitizer.GROWTH * lines.length) {
            clean = new byte[Sanitizer.GROWTH * lines.length];
        }
        int to = 0;
        int count = 0;
        for (int from = 0; from < lines.length; ) {
            int end = from;
            while (lines[end] != '\n') {
                end++;
            }
            int length = Sanitizer.sanitize(lines, from, end - from, clean, to);
            from = end + 1;
            if (length + 1 > chat.longestLineBytes()) {
                counters.lost(1);
                continue;
            }
            clean[to + length] = '\n';
            to += length + 1;
            count++;
        }
        if (count > 0) {
            chat.publish(roomKey, clean, to, count);
        }
    }
}
