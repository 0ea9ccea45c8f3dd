package dev.muxbench.relay;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbered batches that were sent, from the first unacknowledged one on. A batch that fails is sent again. While the
 * stream does not answer, only the oldest batch is sent again, as a probe.
 *
 * <p>Threads: any that holds the outbox's lock.
 */
final class SendWindow {
    /** Limit of unacknowledged bytes; one batch may exceed it. */
    static final int MOST_BYTES = 4 << 20;

    /** Limit of batches from the first unacknowledged one on. */
    static final int MOST_BATCHES = 1024;

    /** Longest wait, if nothing changes. */
    static final long FOREVER_NANOS = 1_000_000_000L;

    private static final long RETRY_NANOS = 200_000_000L;
    private static final long BEACON_NANOS = 50_000_000L;

    /** A batch in the window, or a beacon with number 0. */
    static final class Sent {
        final String roomKey;
        final byte[] message;
        private final long number;
        private final int lines;
        private final @Nullable RelayEvent event = RelayEvent.beginIfOn();
        private int times = 1;
        private boolean acknowledged;
        private boolean failed;

        private Sent(String roomKey, LineBatch batch) {
            this.roomKey = roomKey;
            message = batch.toBytes();
            number = batch.number();
            lines = batch.count();
        }
    }

    private final long incarnation;
    private final RelayCounters counters;
    private final ArrayDeque<Sent> window = new ArrayDeque<>();
    private long bytes;
    private long nextNumber = 1;
    private long linesSent;
    private int failed;
    private boolean away; // the last answer known is a failure
    private long retryNanos; // time of the next attempt
    private long sentNanos; // time of the last batch
    private boolean beaconDue; // other servers cannot know yet that all is acknowledged

    SendWindow(long incarnation, RelayCounters counters) {
        this.incarnation = incarnation;
        this.counters = counters;
    }

    boolean isFull() {
        return bytes >= MOST_BYTES || window.size() >= MOST_BATCHES;
    }

    boolean isEmpty() {
        return window.isEmpty();
    }

    boolean isAway() {
        return away;
    }

    long bytes() {
        return bytes;
    }

    Sent add(RoomQueues.Batch batch, long nowNanos) {
        long acknowledgedBelow = window.isEmpty() ? nextNumber : window.getFirst().number;
        beaconDue = acknowledgedBelow < nextNumber;
        var sent = new Sent(
                batch.roomKey(),
                new LineBatch(incarnation, nextNumber++, acknowledgedBelow, linesSent, batch.count(), batch.lines()));
        linesSent += batch.count();
        window.add(sent);
        bytes += sent.message.length;
        sentNanos = nowNanos;
        counters.sent(batch.count(), sent.message.length);
        return sent;
    }

    // ---- Beacons.

    long beaconWaitNanos(long nowNanos) {
        return beaconDue && window.isEmpty() ? Math.max(0, sentNanos + BEACON_NANOS - nowNanos) : FOREVER_NANOS;
    }

    /** Returns a batch without lines that says that all batches are acknowledged. */
    Sent beacon() {
        beaconDue = false;
        return new Sent("", new LineBatch(incarnation, 0, nextNumber, linesSent, 0, new byte[0]));
    }

    // ---- Failed batches.

    long repeatWaitNanos(long nowNanos) {
        if (!away) {
            return failed > 0 ? 0 : FOREVER_NANOS;
        }
        return !window.isEmpty() && window.getFirst().failed ? Math.max(0, retryNanos - nowNanos) : FOREVER_NANOS;
    }

    /** Returns the batches to send again now. */
    List<Sent> repeat(long nowNanos) {
        var again = away
                ? List.of(window.getFirst())
                : window.stream().filter(sent -> sent.failed).toList(); // the stream is back
        for (var sent : again) {
            sent.failed = false;
            sent.times++;
        }
        failed -= again.size();
        retryNanos = nowNanos + RETRY_NANOS;
        counters.repeated(again.size());
        return again;
    }

    /** Makes the next attempt due now, because batches may be lost with the old connection. */
    void repeatAtOnce(long nowNanos) {
        retryNanos = nowNanos;
    }

    void acknowledge(Sent sent) {
        away = false;
        if (sent.number == 0 || sent.acknowledged) {
            return;
        }
        sent.acknowledged = true;
        if (sent.event != null) {
            sent.event.end(sent.roomKey, sent.lines, sent.message.length, sent.times);
        }
        if (sent.failed) { // it was sent twice, and one copy has arrived
            sent.failed = false;
            failed--;
        }
        bytes -= sent.message.length;
        while (!window.isEmpty() && window.getFirst().acknowledged) {
            window.remove();
        }
    }

    void fail(Sent sent, long nowNanos) {
        if (sent.number == 0) {
            beaconDue = true;
            sentNanos = nowNanos;
        } else if (!sent.acknowledged && !sent.failed) {
            if (!away) {
                away = true;
                retryNanos = nowNanos + RETRY_NANOS;
            }
            sent.failed = true;
            failed++;
        }
    }
}
