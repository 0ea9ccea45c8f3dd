package dev.muxbench.nio;

import dev.muxbench.tls.TlsBuffers;
import dev.muxbench.tls.TlsSource;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;

/** What a loop needs if its connections speak TLS. Threads: the loop's. */
final class NioTls {
    private final TlsSource source;
    private final TlsBuffers buffers = TlsBuffers.ofThread();
    private final LinkedHashSet<NioTlsConnection> handshakes = new LinkedHashSet<>(); // in the order of their deadlines
    private final ArrayDeque<NioTlsConnection> toRead = new ArrayDeque<>();

    NioTls(TlsSource source) {
        this.source = source;
    }

    TlsSource source() {
        return source;
    }

    TlsBuffers buffers() {
        return buffers;
    }

    // ---- For its connections.

    void onHandshakeBegun(NioTlsConnection connection) {
        handshakes.add(connection);
    }

    void onHandshakeEnded(NioTlsConnection connection) {
        if (handshakes.remove(connection)) {
            source.endHandshake();
        }
    }

    /** It has input that no selector knows of. */
    void readLater(NioTlsConnection connection) {
        toRead.add(connection);
    }

    // ---- For the loop.

    /** How long the loop may sleep before {@link #turn} has something to do; 0 not at all. */
    long sleepNanos() {
        if (!toRead.isEmpty()) {
            return 0;
        }
        return handshakes.isEmpty()
                ? Long.MAX_VALUE
                : Math.max(1, handshakes.getFirst().deadlineNanos() - System.nanoTime());
    }

    void turn(ByteBuffer buffer) {
        for (int n = toRead.size(); n > 0; n--) {
            toRead.remove().readKept(buffer);
        }
        while (!handshakes.isEmpty()
                && System.nanoTime() - handshakes.getFirst().deadlineNanos() >= 0) {
            handshakes.removeFirst().onTimeout();
            source.endHandshake();
        }
    }
}
