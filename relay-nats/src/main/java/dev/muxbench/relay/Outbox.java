package dev.muxbench.relay;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lines of this server on their way into the stream: a queue for each room, then a window of numbered batches that are not acknowledged
 * yet. Batches form by themselves: what is said while others are being sent waits, and goes together. A batch that is not acknowledged is
 * sent again; while none is, the oldest one alone, to ask whether the stream is back.
 *
 * <p>Threads: {@link #publish} and acknowledgements come from any; {@link #step} is for one.
 */
final class Outbox {
    /** Lines of a batch, in bytes; a single longer line is sent, too. */
    static final int BATCH_BYTES = 64 << 10;

    /** That are not acknowledged, all together. */
    static final int WINDOW_BYTES = 4 << 20;

    /** Likewise, in batches: so far ahead of one that is not acknowledged another one can be. */
    static final int WINDOW_BATCHES = 1024;

    private static final long RETRY_NANOS = 200_000_000L;
    private static final long BEACON_NANOS = 50_000_000L;

    /** In the window. */
    private static final class Sent {
        private final long number;
        private final String roomKey;
        private final byte[] message;
        private final int lines;
        private final @Nullable RelayEvent event = RelayEvent.beginIfOn();
        private int times;
        private boolean acknowledged;
        private boolean failed;

        Sent(long number, String roomKey, byte[] message, int lines) {
            this.lines = lines;
            this.number = number;
            this.roomKey = roomKey;
            this.message = message;
        }
    }

    private final long incarnation;
    private final Stream stream;
    private final Holds holds;
    private final RelayCounters counters;
    private final long mostRoomBytes;
    private final long mostBytes;
    private final LongSupplier clockNanos;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by the lock:
    private final Map<String, RoomQueue> queues = new HashMap<>();
    private final ArrayDeque<RoomQueue> ready = new ArrayDeque<>();
    private final ArrayDeque<Sent> window = new ArrayDeque<>();
    private long queuedBytes;
    private long windowBytes;
    private long nextNumber = 1;
    private long linesSent;
    private int failed; // in the window
    private boolean away; // the last thing known is that a batch was not acknowledged
    private boolean full; // and that the stream takes no more
    private long retryNanos; // when to try again
    private long sentNanos; // when a batch was sent last
    private boolean beaconDue; // whoever has come since cannot know that all is acknowledged

    /**
     * @param mostRoomBytes that may wait of one room before its senders do
     * @param mostBytes     likewise of all rooms
     */
    Outbox(
            long incarnation,
            Stream stream,
            Holds holds,
            RelayCounters counters,
            long mostRoomBytes,
            long mostBytes,
            LongSupplier clockNanos) {
        this.incarnation = incarnation;
        this.stream = stream;
        this.holds = holds;
        this.counters = counters;
        this.mostRoomBytes = mostRoomBytes;
        this.mostBytes = mostBytes;
        this.clockNanos = clockNanos;
    }

    /** Lines that a client has just said. */
    void publish(String roomKey, byte[] lines, int length, int count) {
        lock.lock();
        try {
            var queue = queues.computeIfAbsent(roomKey, RoomQueue::new);
            if (queue.isEmpty()) {
                ready.add(queue);
                changed.signal();
            }
            queue.add(lines, length, count);
            queuedBytes += length;
            if (!queue.over && queue.bytes() > mostRoomBytes) {
                queue.over = true;
                holds.setQueued(roomKey, true);
            }
            if (queuedBytes > mostBytes) {
                holds.setAllQueued(true);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sends what may be sent. Returns for how many nanoseconds there is nothing to do unless something changes. */
    long step() {
        while (true) {
            List<Sent> now;
            lock.lock();
            try {
                now = away ? retries() : next();
            } finally {
                lock.unlock();
            }
            if (now.isEmpty()) {
                return idleNanos();
            }
            now.forEach(this::send);
        }
    }

    /** Waits for something to do, for so long at most. */
    void await(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && !hasWork()) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean hasWork() {
        return away ? !retries(clockNanos.getAsLong()).isEmpty() : failed > 0 || (!ready.isEmpty() && !isWindowFull());
    }

    private boolean isWindowFull() {
        return windowBytes >= WINDOW_BYTES || window.size() >= WINDOW_BATCHES;
    }

    private List<Sent> next() {
        if (failed > 0) {
            return takeFailed(); // the stream is back: all that is missing there goes first
        }
        if (!ready.isEmpty() && !isWindowFull()) {
            return List.of(nextBatch());
        }
        if (beaconDue && window.isEmpty() && ready.isEmpty() && clockNanos.getAsLong() - sentNanos >= BEACON_NANOS) {
            beaconDue = false;
            return List.of(
                    new Sent(0, "", new LineBatch(incarnation, 0, nextNumber, linesSent, 0, new byte[0]).toBytes(), 0));
        }
        return List.of();
    }

    private Sent nextBatch() {
        var queue = ready.remove();
        int before = queue.lines();
        var lines = queue.take(BATCH_BYTES);
        int count = before - queue.lines();
        queuedBytes -= lines.length;
        if (queue.isEmpty()) {
            queues.remove(queue.roomKey);
        } else {
            ready.add(queue); // behind all others
        }
        if (queue.over && queue.bytes() <= mostRoomBytes / 2) {
            queue.over = false;
            holds.setQueued(queue.roomKey, false);
        }
        if (queuedBytes <= mostBytes / 2) {
            holds.setAllQueued(false);
        }
        long acknowledgedBelow = window.isEmpty() ? nextNumber : window.getFirst().number;
        beaconDue = acknowledgedBelow < nextNumber;
        var batch = new LineBatch(incarnation, nextNumber, acknowledgedBelow, linesSent, count, lines);
        var sent = new Sent(nextNumber++, queue.roomKey, batch.toBytes(), count);
        linesSent += count;
        window.add(sent);
        windowBytes += sent.message.length;
        sentNanos = clockNanos.getAsLong();
        counters.sent(count, sent.message.length);
        return sent;
    }

    private List<Sent> takeFailed() {
        var again = window.stream().filter(sent -> sent.failed).toList();
        again.forEach(sent -> sent.failed = false);
        failed = 0;
        counters.repeated(again.size());
        return again;
    }

    private List<Sent> retries() {
        long now = clockNanos.getAsLong();
        var oldest = retries(now);
        if (!oldest.isEmpty()) {
            oldest.getFirst().failed = false;
            failed--;
            retryNanos = now + RETRY_NANOS;
            counters.repeated(1);
        }
        return oldest;
    }

    /** The oldest batch, if it failed and it is time. */
    private List<Sent> retries(long now) {
        if (now < retryNanos || window.isEmpty() || !window.getFirst().failed) {
            return List.of();
        }
        return List.of(window.getFirst());
    }

    private void send(Sent sent) {
        sent.times++;
        stream.append(sent.roomKey, sent.message).whenComplete((done, failure) -> onAnswered(sent, failure));
    }

    private void onAnswered(Sent sent, @Nullable Throwable failure) {
        lock.lock();
        try {
            if (failure == null) {
                away = false;
                full = false;
                acknowledge(sent);
            } else {
                full = failure instanceof Stream.StreamFullException
                        || failure.getCause() instanceof Stream.StreamFullException;
                fail(sent);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void acknowledge(Sent sent) {
        if (sent.number == 0 || sent.acknowledged) {
            return;
        }
        sent.acknowledged = true;
        if (sent.event != null) {
            sent.event.end(sent.roomKey, sent.lines, sent.message.length, sent.times);
        }
        if (sent.failed) { // it was sent twice, and one of the two has come
            sent.failed = false;
            failed--;
        }
        windowBytes -= sent.message.length;
        while (!window.isEmpty() && window.getFirst().acknowledged) {
            window.remove();
        }
    }

    private void fail(Sent sent) {
        if (sent.number == 0) {
            beaconDue = true;
            sentNanos = clockNanos.getAsLong();
            return;
        }
        if (!sent.acknowledged && !sent.failed) {
            if (!away) {
                away = true;
                retryNanos = clockNanos.getAsLong() + RETRY_NANOS;
            }
            sent.failed = true;
            failed++;
        }
    }

    /** The connection is back: what was sent before may be lost. */
    void onReconnected() {
        lock.lock();
        try {
            retryNanos = clockNanos.getAsLong();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private long idleNanos() {
        lock.lock();
        try {
            long now = clockNanos.getAsLong();
            if (away) {
                return Math.max(1, retryNanos - now);
            }
            return beaconDue && window.isEmpty()
                    ? Math.max(1, sentNanos + BEACON_NANOS - now)
                    : TimeUnit.SECONDS.toNanos(1);
        } finally {
            lock.unlock();
        }
    }

    // ---- How it is.

    /** Everything that was said is acknowledged. */
    boolean isEmpty() {
        lock.lock();
        try {
            return window.isEmpty() && ready.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    boolean isStreamFull() {
        lock.lock();
        try {
            return full;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing that is sent is acknowledged. */
    boolean isAway() {
        lock.lock();
        try {
            return away;
        } finally {
            lock.unlock();
        }
    }

    /** That are not acknowledged, or not even sent. */
    long waitingBytes() {
        lock.lock();
        try {
            return queuedBytes + windowBytes;
        } finally {
            lock.unlock();
        }
    }
}
