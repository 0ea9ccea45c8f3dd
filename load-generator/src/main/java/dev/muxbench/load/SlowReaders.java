package dev.muxbench.load;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Those of one worker's clients that read slowly: each no faster than its {@link TokenBucket} fills, and not listened to while
 * that is empty. When the measured time is over they read like everybody else, so that what they are behind by can be verified.
 *
 * <p>Threads: its worker's.
 */
final class SlowReaders {
    /** A worker waits in whole milliseconds, rounded down: with one more it does not look around for the rest. */
    private static final long ROUNDING_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final RunState state;
    private final Recording recording;
    private final ReadBuffer buffer;
    private final ArrayDeque<Pause> pauses = new ArrayDeque<>(); // in the order of their ends, as all are equally long
    private boolean released;

    private record Pause(Client client, long endNanos) {}

    SlowReaders(RunState state, Recording recording, ReadBuffer buffer, List<Client> clients) {
        this.state = state;
        this.recording = recording;
        this.buffer = buffer;
        long now = System.nanoTime();
        for (var client : clients) {
            client.pace = new TokenBucket(state.plan.population().slowBytesPerSecond(), now);
        }
    }

    /** Reads what it may. As {@link ReadBuffer#read}. */
    int read(Client client, TokenBucket pace) {
        if (released) {
            return buffer.read(client, ReadBuffer.READ_BYTES);
        }
        long now = System.nanoTime();
        int kept = client.tailBytes();
        int end = buffer.read(client, Math.max(1, pace.available(now))); // 0 would look like the connection's end
        if (end > kept) {
            pace.take(end - kept, now);
            if (pace.available(now) == 0) {
                client.pauseReading();
                pauses.add(new Pause(client, now + pace.pauseNanos()));
            }
        }
        return end;
    }

    /** Listens again to those who may read again. Returns when to ask again. */
    long resumeDue(long nowNanos) throws IOException {
        var first = pauses.peek();
        while (first != null && first.endNanos <= nowNanos) {
            resume(pauses.remove());
            first = pauses.peek();
        }
        return first == null ? Long.MAX_VALUE : first.endNanos + ROUNDING_NANOS;
    }

    /** From now on all read as fast as they can. */
    void release() throws IOException {
        released = true;
        while (!pauses.isEmpty()) {
            resume(pauses.remove());
        }
    }

    private static void resume(Pause pause) throws IOException {
        if (pause.client.stage != Client.Stage.CLOSED) {
            pause.client.resumeReading();
        }
    }

    /** The server has closed it, as it may: what it has not received by now is not expected any more. */
    void onClosed(Client client) {
        client.close();
        state.slowClosed.incrementAndGet();
        for (int sender = state.plan.roomOf(client.id()); sender < state.plan.senders(); sender += state.plan.rooms()) {
            recording.expect(client.firstAwaited(sender) - state.slowAudience.leave(sender));
        }
    }
}
