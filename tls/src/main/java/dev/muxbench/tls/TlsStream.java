package dev.muxbench.tls;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * One connection's TLS: plain text on one side, records on the other. It waits as long as its wire does. Servers use it; the load
 * generator, which judges servers, has its own.
 *
 * <p>Threads: one; after the {@linkplain #handshake() handshake} one may read while another one writes.
 *
 * <p>Each side can be ended alone, as with TCP, where the protocol allows it. With TLS 1.2 nothing can be sent to a peer that has ended its
 * side (RFC 5246, section 7.2.1), and with no version to a peer that has closed.
 */
public final class TlsStream {
    /** The transport of the records. */
    public interface Wire {
        /** @return bytes, 0 if there are none now, -1 at the end */
        int read(ByteBuffer into) throws IOException;

        /** @return bytes taken */
        int write(ByteBuffer from) throws IOException;
    }

    private final SSLEngine engine;
    private final RecordReader reader;
    private final RecordWriter writer;

    public TlsStream(SSLEngine engine, Wire wire, TlsBuffers buffers) throws SSLException {
        this.engine = engine;
        this.reader = new RecordReader(engine, wire, buffers);
        this.writer = new RecordWriter(engine, wire, buffers);
        engine.beginHandshake();
    }

    // ---- The handshake.

    /**
     * Goes on with the handshake.
     *
     * @return true when it is done; else the wire must be ready first: for writing if {@link #hasUnsent()}, else for reading
     * @throws IOException if the handshake has failed; the peer has been told why, as far as the wire takes that
     */
    public boolean handshake() throws IOException {
        try {
            while (flush()) {
                switch (engine.getHandshakeStatus()) {
                    case NEED_TASK -> runTasks();
                    case NEED_WRAP -> writer.seal();
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                        if (!reader.openHandshake()) {
                            return false;
                        }
                    }
                    case FINISHED, NOT_HANDSHAKING -> {
                        return true;
                    }
                }
            }
            return false;
        } catch (SSLException e) {
            sendAlert();
            throw e;
        }
    }

    private void runTasks() {
        Runnable task;
        while ((task = engine.getDelegatedTask()) != null) {
            task.run();
        }
    }

    /** Tells the peer why the connection ends. The peer may not read it. */
    private void sendAlert() {
        try {
            while (flush() && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && writer.seal() > 0) {
                // the next record
            }
        } catch (IOException e) {
            // There is an end all the same.
        }
    }

    // ---- Reading.

    /**
     * Reads what has arrived.
     *
     * @return bytes, 0 if there are none now, -1 if the peer has ended its side in TLS
     * @throws EOFException if the connection has ended without that, so that bytes may be missing
     */
    public int read(ByteBuffer into) throws IOException {
        return reader.read(into);
    }

    /** True if the next read need not read the wire. */
    public boolean hasInput() {
        return reader.hasInput();
    }

    /** True if the peer has ended its side in TLS. */
    public boolean inputHasEnded() {
        return reader.hasEnded();
    }

    // ---- Writing.

    /**
     * Writes what the wire takes. If that is not all, the rest of the last records waits. {@link #flush()} goes on with them, and
     * {@link #takeFlushed()} returns the bytes in them. Bytes behind these records were not read.
     *
     * @param runs  of bytes, one behind the other; each has remaining
     * @param count of them
     * @return bytes whose records are with the wire
     * @throws ClosedChannelException if the peer takes nothing any more
     */
    public int write(ByteBuffer[] runs, int count) throws IOException {
        return writer.write(runs, count);
    }

    public boolean hasUnsent() {
        return writer.hasUnsent();
    }

    /** Gives the wire what it has not taken. Returns true if nothing is left. */
    public boolean flush() throws IOException {
        return writer.flush();
    }

    /** Returns the bytes of a write that were done after it had returned. */
    public int takeFlushed() {
        return writer.takeFlushed();
    }

    /**
     * Ends this side, after what was written before.
     *
     * @return true if the wire has taken that; else {@link #flush()} goes on
     */
    public boolean endOutput() throws IOException {
        return writer.end();
    }
}
