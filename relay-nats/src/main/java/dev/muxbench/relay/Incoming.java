package dev.muxbench.relay;

import dev.muxbench.core.protocol.Sanitizer;
import dev.muxbench.core.relay.JoinedChat;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What other servers' clients have said, from the stream into this server's rooms: each batch once, those of one server in the order of
 * their numbers. A batch that is ahead of a gap is held until the gap is filled, or until a later batch says that what is missing was in
 * the stream before this server began to read it.
 *
 * <p>Threads: one reads the stream; {@link #position()} is for any.
 */
final class Incoming {
    private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);
    static final int MOST_AHEAD_BYTES = 4 * SendWindow.MOST_BYTES; // of one server: it has no more in its window

    private static final int MOST_ORIGINS = 10_000;

    /** One server, as far as its batches are known. */
    private static final class Origin {
        private long expected; // the number of its next batch
        private long nextLine = -1; // how many lines it has said up to there; -1 before it is known
        private boolean afterGap; // clients have been closed for what it has said in a gap, whatever that was
        private long settledAt; // batches with smaller numbers may have been in the stream before this server read it
        private final TreeMap<Long, LineBatch> ahead = new TreeMap<>();
        private final Map<Long, String> rooms = new HashMap<>(); // of those
        private long aheadBytes;
    }

    private final long own;
    private final JoinedChat chat;
    private final RelayCounters counters;
    private final Runnable whileFull;
    private final OverRooms over;
    private final Map<Long, Origin> origins = new HashMap<>();
    private volatile long position; // in the stream, of the last message that was read
    private byte[] clean = {};

    /**
     * @param own       incarnation
     * @param over      is told of rooms here that are behind
     * @param whileFull waits a moment, because a room must not take more now
     */
    Incoming(long own, JoinedChat chat, RelayCounters counters, OverRooms over, Runnable whileFull) {
        this.own = own;
        this.chat = chat;
        this.counters = counters;
        this.over = over;
        this.whileFull = whileFull;
    }

    /** Reading begins behind there. If another stream was read before, what was in that and is not repeated is lost. */
    void beginAt(long streamPosition) {
        position = streamPosition;
        origins.values().forEach(origin -> origin.settledAt = 0);
    }

    long position() {
        return position;
    }

    /** The next message. */
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
            counters.foreign(); // so many servers never were
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

    /** All batches below that number were in the stream before: what has not come by now never will. */
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
            counters.foreign(); // no server of ours has so much in its window
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

    /** Messages are gone from the stream that were not read. Whose lines they were shows with the next batch of each server. */
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

    /** Text without anything that the protocol does not let through, the most frequent case: printable ASCII, no line too long. */
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

    /** Line by line; one that is too long for this server's log is dropped. */
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
