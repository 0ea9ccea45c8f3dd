package dev.muxbench.load.attack;

import dev.muxbench.load.client.Client;
import dev.muxbench.load.client.ReadBuffer;
import dev.muxbench.load.schedule.TokenBucket;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Those of one worker's clients that read slowly: each no faster than its {@link TokenBucket} fills, and not listened to while
 * that is empty; and those that do not read at all. When the measured time is over they read like everybody else, so that what
 * they are behind by can be verified.
 *
 * <p>Threads: its worker's.
 */
final class SlowReaders implements Attack {
    /** A worker waits in whole milliseconds, rounded down: with one more it does not look around for the rest. */
    private static final long ROUNDING_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ReadBuffer buffer;
    private final List<Client> stuck;
    private final ArrayDeque<Pause> pauses = new ArrayDeque<>(); // in the order of their ends, as all are equally long
    private boolean released;

    private record Pause(Client client, long endNanos) {}

    /** @param bytesPerSecond of each of the slow ones */
    SlowReaders(ReadBuffer buffer, List<Client> slow, long bytesPerSecond, List<Client> stuck) {
        this.buffer = buffer;
        this.stuck = stuck;
        long now = System.nanoTime();
        for (var client : slow) {
            client.pace = new TokenBucket(bytesPerSecond, ReadBuffer.READ_BYTES, now);
        }
        stuck.forEach(Client::pauseReading);
    }

    /** Reads what it may. As {@link ReadBuffer#read}. */
    int read(Client client, TokenBucket pace) {
        if (released) {
            return buffer.read(client, ReadBuffer.READ_BYTES);
        }
        long now = System.nanoTime();
        int kept = client.tailBytes();
        int end = buffer.read(client, Math.max(1, pace.available(now))); // 0 would look like the connection's end
        int count = end - buffer.begin() - kept;
        if (count > 0) {
            pace.take(count, now);
            if (pace.available(now) == 0) {
                client.pauseReading();
                pauses.add(new Pause(client, now + pace.pauseNanos()));
            }
        }
        return end;
    }

    /** Listens again to those who may read again. */
    @Override
    public long onTurn(long nowNanos) throws IOException {
        var first = pauses.peek();
        while (first != null && first.endNanos <= nowNanos) {
            resume(pauses.remove().client);
            first = pauses.peek();
        }
        return first == null ? Long.MAX_VALUE : first.endNanos + ROUNDING_NANOS;
    }

    /** Lets all slow readers read as fast as they can from now on. */
    @Override
    public void release() throws IOException {
        if (released) {
            return;
        }
        released = true;
        while (!pauses.isEmpty()) {
            resume(pauses.remove().client);
        }
        for (var client : stuck) {
            resume(client);
        }
    }

    private static void resume(Client client) throws IOException {
        if (client.stage != Client.Stage.CLOSED) {
            client.resumeReading();
        }
    }
}
