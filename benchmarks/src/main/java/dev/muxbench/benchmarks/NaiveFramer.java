package dev.muxbench.benchmarks;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Framing as it is usually written: received bytes are appended to the connection's buffer, which is searched byte by
 * byte; each line is copied out of it.
 *
 * <p>Threads: one.
 */
final class NaiveFramer {
    private byte[] pending = new byte[64];
    private int length;
    private int searched;

    void onBytes(ByteBuffer in, Consumer<byte[]> lines) {
        int count = in.remaining();
        if (pending.length - length < count) {
            pending = Arrays.copyOf(pending, Math.max(2 * pending.length, length + count));
        }
        in.get(pending, length, count);
        length += count;
        int start = 0;
        for (; searched < length; searched++) {
            if (pending[searched] == '\n') {
                int end = searched > start && pending[searched - 1] == '\r' ? searched - 1 : searched;
                lines.accept(Arrays.copyOfRange(pending, start, end));
                start = searched + 1;
            }
        }
        System.arraycopy(pending, start, pending, 0, length - start);
        length -= start;
        searched = length;
    }
}
