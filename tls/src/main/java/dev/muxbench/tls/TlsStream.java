package dev.muxbench.tls;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * One connection's TLS: what is said on one side, records on the other. It waits as long as its wire does. It is for servers: the load
 * generator, which judges them, has its own.
 *
 * <p>Threads: one; after the {@linkplain #handshake() handshake} one may read while another one writes.
 *
 * <p>Each side can be ended alone, as with TCP, where the protocol has that: with TLS 1.2 nothing can be sent any more to who has ended
 * his side (RFC 5246, section 7.2.1), nor with any to who has closed for good.
 */
public final class TlsStream {
    /** Where the records go. */
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
     * @return whether it is done; else the wire has to be ready first: to be written to if {@link #hasUnsent()}, or else to be read
     * @throws IOException if there will be none; the peer has been told why, as far as the wire takes that
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

    /** Tells the peer why there is an end; it may not hear it. */
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
     * Reads what is there.
     *
     * @return bytes, 0 if there are none now, -1 if the peer has said that it ends
     * @throws EOFException if the connection has ended without that: more may have been said
     */
    public int read(ByteBuffer into) throws IOException {
        return reader.read(into);
    }

    /** Whether the next read need not ask the wire. */
    public boolean hasInput() {
        return reader.hasInput();
    }

    /** Whether the peer has said that it ends. */
    public boolean inputHasEnded() {
        return reader.hasEnded();
    }

    // ---- Writing.

    /**
     * Writes what the wire takes. If that is not all, the rest of the last records waits: {@link #flush()} goes on with them, and
     * {@link #takeFlushed()} tells what they say. Of what comes behind them nothing was looked at.
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

    /** Gives the wire what it has not taken. Returns whether nothing is left. */
    public boolean flush() throws IOException {
        return writer.flush();
    }

    /** Bytes of a write that are done since it has returned. */
    public int takeFlushed() {
        return writer.takeFlushed();
    }

    /**
     * Says that nothing more will come. What was written before comes before it.
     *
     * @return whether the wire has taken that; else {@link #flush()} goes on
     */
    public boolean endOutput() throws IOException {
        return writer.end();
    }
}
