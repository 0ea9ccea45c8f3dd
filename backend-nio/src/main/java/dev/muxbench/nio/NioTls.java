package dev.muxbench.nio;

import dev.muxbench.tls.TlsBuffers;
import dev.muxbench.tls.TlsSource;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;

/**
 * A loop's part of TLS: handshakes under way, and connections with decrypted input. Threads: the loop's.
 *
 * <p>Handshake deadlines use a clock that counts only part of a long turn: when many handshakes come at once, each waits
 * for the loop, and none may be closed for that.
 */
final class NioTls {
    private static final int STEPS_OF_TURN = 8; // of handshakes, some ms in all: the others are not to wait for longer
    private static final long TICK_NANOS = 50_000_000L;
    private static final long LONGEST_TICK_NANOS = 4 * TICK_NANOS;

    private final TlsSource source;
    private final TlsBuffers buffers = TlsBuffers.ofThread();
    private final LinkedHashSet<NioTlsConnection> handshakes = new LinkedHashSet<>(); // in the order of their deadlines
    private final ArrayDeque<NioTlsConnection> toShakeHands = new ArrayDeque<>();
    private final ArrayDeque<NioTlsConnection> toRead = new ArrayDeque<>();
    private long lastTurnNanos;
    private long fairNanos; // up to then

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

    /** Begins a handshake. Returns its deadline, by this clock. */
    long onHandshakeBegun(NioTlsConnection connection) {
        if (handshakes.isEmpty()) {
            lastTurnNanos = System.nanoTime();
        }
        handshakes.add(connection);
        return fairNanos + source.handshakeTimeout().toNanos();
    }

    /** Goes on with a connection's handshake later in this turn. */
    void shakeHandsLater(NioTlsConnection connection) {
        toShakeHands.add(connection);
    }

    void onHandshakeEnded(NioTlsConnection connection) {
        if (handshakes.remove(connection)) {
            source.endHandshake();
        }
    }

    /** Reads a connection later, because it has input that no selector knows of. */
    void readLater(NioTlsConnection connection) {
        toRead.add(connection);
    }

    // ---- For the loop.

    /** Returns how long the loop may sleep before {@link #turn} has something to do; 0 for not at all. */
    long sleepNanos() {
        if (!toRead.isEmpty() || !toShakeHands.isEmpty()) {
            return 0;
        }
        return handshakes.isEmpty() ? Long.MAX_VALUE : TICK_NANOS;
    }

    void turn(ByteBuffer buffer) {
        for (int n = toRead.size(); n > 0; n--) {
            toRead.remove().readKept(buffer);
        }
        for (int n = Math.min(toShakeHands.size(), STEPS_OF_TURN); n > 0; n--) {
            toShakeHands.remove().shakeHands();
        }
        if (!handshakes.isEmpty()) {
            closeStalled();
        }
    }

    private void closeStalled() {
        long now = System.nanoTime();
        fairNanos += Math.min(now - lastTurnNanos, LONGEST_TICK_NANOS);
        lastTurnNanos = now;
        while (!handshakes.isEmpty() && fairNanos >= handshakes.getFirst().deadlineNanos()) {
            handshakes.removeFirst().onTimeout();
            source.endHandshake();
        }
    }
}
