package dev.muxbench.relay;

import dev.muxbench.relay.SendWindow.Sent;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * This server's lines on their way into the stream: first in {@link RoomQueues}, then in a {@link SendWindow} of
 * batches that are not acknowledged yet.
 *
 * <p>Threads: any for {@link #publish} and acknowledgements; one sender thread for {@link #step} and {@link #await}.
 */
final class Outbox {
    private final Stream stream;
    private final LongSupplier clockNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by the lock:
    private final RoomQueues queues;
    private final SendWindow window;
    private boolean full; // the stream accepts no more
    private boolean asleep; // the sender thread waits
    private long wakesNanos; // when the sender thread's wait ends

    Outbox(Stream stream, RoomQueues queues, SendWindow window, LongSupplier clockNanos) {
        this.stream = stream;
        this.queues = queues;
        this.window = window;
        this.clockNanos = clockNanos;
    }

    /** Queues lines that a client has just said. */
    void publish(String roomKey, byte[] lines, int length, int count) {
        lock.lock();
        try {
            queues.add(roomKey, lines, length, count);
            wake();
        } finally {
            lock.unlock();
        }
    }

    /** Sends all batches that may be sent now. */
    void step() {
        while (true) {
            List<Sent> now;
            lock.lock();
            try {
                now = next();
            } finally {
                lock.unlock();
            }
            if (now.isEmpty()) {
                return;
            }
            now.forEach(this::send);
        }
    }

    /** Waits until there is something to send, at most a second. */
    void await() throws InterruptedException {
        lock.lock();
        try {
            long begin = clockNanos.getAsLong();
            long now = begin;
            for (long wait; (wait = waitNanos(now)) > 0 && now - begin < SendWindow.FOREVER_NANOS; ) {
                asleep = true;
                wakesNanos = now + wait;
                long _ = changed.awaitNanos(wait);
                asleep = false;
                now = clockNanos.getAsLong();
            }
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        if (asleep) {
            long now = clockNanos.getAsLong();
            if (now + waitNanos(now) - wakesNanos < 0) {
                asleep = false;
                changed.signal();
            }
        }
    }

    /** Returns the time until there is something to send; 0 if there is something now. */
    private long waitNanos(long now) {
        long wait = window.repeatWaitNanos(now);
        if (wait == 0 || window.isAway() || window.isFull()) {
            return wait;
        }
        return queues.isEmpty() ? window.beaconWaitNanos(now) : queues.waitNanos(now);
    }

    private List<Sent> next() {
        long now = clockNanos.getAsLong();
        if (waitNanos(now) > 0) {
            return List.of();
        }
        if (window.repeatWaitNanos(now) == 0) {
            return window.repeat(now);
        }
        return List.of(queues.isEmpty() ? window.beacon() : window.add(queues.take(now), now));
    }

    private void send(Sent sent) {
        stream.append(sent.roomKey, sent.message).whenComplete((done, failure) -> onAnswered(sent, failure));
    }

    private void onAnswered(Sent sent, @Nullable Throwable failure) {
        lock.lock();
        try {
            full = failure != null
                    && (failure instanceof Stream.StreamFullException
                            || failure.getCause() instanceof Stream.StreamFullException);
            if (failure == null) {
                window.acknowledge(sent);
            } else {
                window.fail(sent, clockNanos.getAsLong());
            }
            wake();
        } finally {
            lock.unlock();
        }
    }

    /** Repeats unacknowledged batches at once, because they may be lost with the old connection. */
    void onReconnected() {
        lock.lock();
        try {
            window.repeatAtOnce(clockNanos.getAsLong());
            wake();
        } finally {
            lock.unlock();
        }
    }

    // ---- State.

    /** True if all published lines are acknowledged. */
    boolean isEmpty() {
        lock.lock();
        try {
            return window.isEmpty() && queues.isEmpty();
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

    /** True while the stream does not acknowledge what is sent. */
    boolean isAway() {
        lock.lock();
        try {
            return window.isAway();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the bytes that are queued, or sent and not acknowledged. */
    long waitingBytes() {
        lock.lock();
        try {
            return queues.bytes() + window.bytes();
        } finally {
            lock.unlock();
        }
    }
}
