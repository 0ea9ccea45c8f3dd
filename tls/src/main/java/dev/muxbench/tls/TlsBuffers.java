package dev.muxbench.tls;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Scratch space for the records of the connections that one thread serves, or of one connection. Nothing stays in it between two calls of
 * a {@link TlsStream}.
 *
 * <p>Threads: those of its connections; a reader and a writer of one connection touch different parts.
 */
public final class TlsBuffers {
    /** The most bytes of a record, with its header and what encryption adds (RFC 8446, section 5.2). */
    static final int RECORD_BYTES = 17 << 10;

    final ByteBuffer received;
    final ByteBuffer opened;
    final ByteBuffer sealed;

    private TlsBuffers(int records, int receivedBytes) {
        received = ByteBuffer.allocate(receivedBytes);
        opened = ByteBuffer.allocate(receivedBytes + RECORD_BYTES);
        sealed = ByteBuffer.allocate(records * RECORD_BYTES);
    }

    /** Returns buffers for all connections of a thread. */
    public static TlsBuffers ofThread() {
        return new TlsBuffers(2, 64 << 10);
    }

    /** Returns buffers for one connection. */
    public static TlsBuffers ofConnection() {
        return new TlsBuffers(1, RECORD_BYTES);
    }

    /** Copies bytes that must outlive the call. */
    static ByteBuffer copy(ByteBuffer bytes) {
        int from = bytes.arrayOffset() + bytes.position();
        return ByteBuffer.wrap(Arrays.copyOfRange(bytes.array(), from, from + bytes.remaining()));
    }
}
