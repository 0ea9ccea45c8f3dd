package dev.muxbench.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that one side has sent and the other has not read. Threads: the simulation's. */
final class ByteQueue {
    private byte[] bytes = new byte[1024];
    private int from;
    private int to;

    void add(byte[] more) {
        if (to + more.length > bytes.length) {
            bytes = Arrays.copyOfRange(bytes, from, from + 2 * (size() + more.length));
            to -= from;
            from = 0;
        }
        System.arraycopy(more, 0, bytes, to, more.length);
        to += more.length;
    }

    int size() {
        return to - from;
    }

    void take(ByteBuffer into, int count) {
        into.put(bytes, from, count);
        from += count;
    }

    /** All, and leaves it there. */
    @Override
    public String toString() {
        return new String(bytes, from, size(), StandardCharsets.UTF_8);
    }
}
