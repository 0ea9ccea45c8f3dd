package dev.muxbench.tls;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Opens the records of a {@link TlsStream}'s wire. Threads: the one that makes the handshake, then the one that reads. */
final class RecordReader {
    private static final int LEAST_READ = 4096; // of the wire: a budget may be one byte

    private final SSLEngine engine;
    private final TlsStream.Wire wire;
    private final TlsBuffers buffers;

    private @Nullable ByteBuffer received; // of a record that has not come whole
    private @Nullable ByteBuffer opened; // not taken yet
    private volatile boolean ended; // written by the reader

    RecordReader(SSLEngine engine, TlsStream.Wire wire, TlsBuffers buffers) {
        this.engine = engine;
        this.wire = wire;
        this.buffers = buffers;
    }

    /** Opens a record of the handshake. Returns false if it has not arrived as a whole. */
    boolean openHandshake() throws IOException {
        var in = takeReceived();
        try {
            while (true) {
                var result = engine.unwrap(in, buffers.opened.clear());
                switch (result.getStatus()) {
                    case OK -> {
                        return true;
                    }
                    case BUFFER_UNDERFLOW -> {
                        int count = readWire(in, in.capacity());
                        if (count < 0) {
                            throw new EOFException("closed during the handshake");
                        }
                        if (count == 0) {
                            return false;
                        }
                    }
                    case CLOSED -> throw new EOFException("closed during the handshake");
                    case BUFFER_OVERFLOW -> throw new SSLException("too large a record");
                }
            }
        } finally {
            keepReceived(in);
        }
    }

    /** As {@link TlsStream#read}. */
    int read(ByteBuffer into) throws IOException {
        if (opened == null && !ended) {
            open(into.remaining());
        }
        var pending = opened;
        if (pending == null) {
            return ended ? -1 : 0;
        }
        int count = Math.min(pending.remaining(), into.remaining());
        into.put(into.position(), pending, pending.position(), count);
        into.position(into.position() + count);
        pending.position(pending.position() + count);
        if (!pending.hasRemaining()) {
            opened = null;
        }
        return count;
    }

    boolean hasInput() {
        return opened != null || ended;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Opens the records that have arrived, and reads the wire once. */
    private void open(int wanted) throws IOException {
        var in = takeReceived();
        var out = buffers.opened.clear();
        boolean asked = false;
        try {
            while (true) {
                var result = engine.unwrap(in, out);
                switch (result.getStatus()) {
                    case OK -> {
                        requireNoHandshake();
                        if (result.bytesConsumed() == 0) {
                            return;
                        }
                    }
                    case BUFFER_OVERFLOW -> {
                        return;
                    }
                    case CLOSED -> {
                        ended = true;
                        return;
                    }
                    case BUFFER_UNDERFLOW -> {
                        if (asked || out.position() > 0) {
                            return;
                        }
                        asked = true;
                        if (readWire(in, Math.max(wanted, LEAST_READ)) < 0) {
                            throw new EOFException("the connection has ended, and nobody said so");
                        }
                    }
                }
            }
        } finally {
            keepReceived(in);
            keepOpened(out.flip(), wanted);
        }
    }

    /** Refuses a further handshake. A message after the first handshake is part of it, or is not supported. */
    private void requireNoHandshake() throws SSLException {
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            throw new SSLException("it wants to renegotiate");
        }
    }

    private int readWire(ByteBuffer in, int most) throws IOException {
        in.compact();
        if (!in.hasRemaining()) {
            throw new SSLException("too large a record");
        }
        in.limit(Math.min(in.capacity(), in.position() + most));
        try {
            return wire.read(in);
        } finally {
            in.flip();
        }
    }

    private ByteBuffer takeReceived() {
        var in = buffers.received.clear();
        if (received != null) {
            in.put(received);
            received = null;
        }
        return in.flip();
    }

    private void keepReceived(ByteBuffer in) {
        received = in.hasRemaining() ? TlsBuffers.copy(in) : null;
    }

    /** Keeps what is not taken at once, because it cannot stay in the shared buffer. */
    private void keepOpened(ByteBuffer out, int wanted) {
        if (out.hasRemaining()) {
            opened = out.remaining() > wanted ? TlsBuffers.copy(out) : out;
        }
    }
}
