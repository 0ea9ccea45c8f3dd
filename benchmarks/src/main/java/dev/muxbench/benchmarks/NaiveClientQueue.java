package dev.muxbench.benchmarks;

import java.nio.ByteBuffer;
import java.util.Queue;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Fan-out as it is usually written: a queue of buffers for each client.
 *
 * <p>Threads: those that the given queue allows.
 */
final class NaiveClientQueue {
    private final Queue<ByteBuffer> queue;

    NaiveClientQueue(Queue<ByteBuffer> queue) {
        this.queue = queue;
    }

    /** Returns a new buffer with prefix, text and LF. */
    static ByteBuffer encode(byte[] prefix, byte[] text) {
        return ByteBuffer.allocate(prefix.length + text.length + 1)
                .put(prefix)
                .put(text)
                .put((byte) '\n')
                .flip();
    }

    void add(ByteBuffer line) {
        queue.add(line.duplicate());
    }

    /** Empties the queue, like a socket that takes everything. Returns the number of bytes. */
    int drain(Blackhole sink) {
        int bytes = 0;
        for (var line = queue.poll(); line != null; line = queue.poll()) {
            bytes += line.remaining();
            sink.consume(line);
        }
        return bytes;
    }
}
