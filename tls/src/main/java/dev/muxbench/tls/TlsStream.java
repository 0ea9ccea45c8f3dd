package dev.muxbench.tls;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One connection's TLS: what is said on one side, records on the other. It waits as long as its wire does.
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

    private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};
    private static final int LEAST_READ = 4096; // of the wire: a budget may be one byte

    private final SSLEngine engine;
    private final Wire wire;
    private final TlsBuffers buffers;

    private @Nullable ByteBuffer received; // of a record that has not come whole
    private @Nullable ByteBuffer opened; // not taken yet
    private volatile boolean inputEnded; // written by who reads

    private @Nullable ByteBuffer unsent; // records that the wire has not taken
    private int sealedBytes; // what they say
    private boolean sealedInBuffer; // they are not a copy
    private boolean outputEnded;

    public TlsStream(SSLEngine engine, Wire wire, TlsBuffers buffers) throws SSLException {
        this.engine = engine;
        this.wire = wire;
        this.buffers = buffers;
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
                    case NEED_WRAP -> seal(NOTHING, 1);
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                        if (!unwrapHandshake()) {
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

    /** Returns false if there is not enough to go on. */
    private boolean unwrapHandshake() throws IOException {
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

    /** Tells the peer why there is an end; it may not hear it. */
    private void sendAlert() {
        try {
            while (flush() && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && seal(NOTHING, 1) > 0) {
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
        if (opened == null && !inputEnded) {
            open(into.remaining());
        }
        var pending = opened;
        if (pending == null) {
            return inputEnded ? -1 : 0;
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

    /** Whether the next read need not ask the wire. */
    public boolean hasInput() {
        return opened != null || inputEnded;
    }

    /** Whether the peer has said that it ends. */
    public boolean inputHasEnded() {
        return inputEnded;
    }

    /** Opens the records that have come; asks the wire once. */
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
                        inputEnded = true;
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

    /** What came after the first one is part of it, or is nothing that is done here. */
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
        received = in.hasRemaining() ? copy(in) : null;
    }

    /** What is not taken at once cannot stay in the buffer. */
    private void keepOpened(ByteBuffer out, int wanted) {
        if (out.hasRemaining()) {
            opened = out.remaining() > wanted ? copy(out) : out;
        }
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        int from = bytes.arrayOffset() + bytes.position();
        return ByteBuffer.wrap(Arrays.copyOfRange(bytes.array(), from, from + bytes.remaining()));
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
        int done = 0;
        while (runs[count - 1].hasRemaining() && unsent == null) {
            if (seal(runs, count) == 0) {
                throw new SSLException("nothing can be said any more");
            }
            if (flush()) {
                done += takeFlushed();
            }
        }
        return done;
    }

    public boolean hasUnsent() {
        return unsent != null;
    }

    /** Gives the wire what it has not taken. Returns whether nothing is left. */
    public boolean flush() throws IOException {
        var rest = unsent;
        if (rest == null) {
            return true;
        }
        wire.write(rest);
        if (rest.hasRemaining()) {
            if (sealedInBuffer) {
                sealedInBuffer = false;
                unsent = copy(rest);
            }
            return false;
        }
        unsent = null;
        return true;
    }

    /** Bytes of a write that are done since it has returned. */
    public int takeFlushed() {
        int bytes = sealedBytes;
        sealedBytes = 0;
        return bytes;
    }

    /** Makes as many records as there is room for; they are unsent then. Returns how many bytes they have. */
    private int seal(ByteBuffer[] runs, int count) throws IOException {
        var out = buffers.sealed.clear();
        var last = runs[count - 1];
        do {
            var result = engine.wrap(runs, 0, count, out);
            if (result.getStatus() == SSLEngineResult.Status.CLOSED && last.hasRemaining()) {
                throw new ClosedChannelException(); // by the peer: with its own side it has ended this one
            }
            if (result.getStatus() != SSLEngineResult.Status.OK) {
                break;
            }
            sealedBytes += result.bytesConsumed();
        } while (last.hasRemaining() && out.remaining() >= TlsBuffers.RECORD_BYTES);
        int bytes = out.position();
        unsent = bytes > 0 ? out.flip() : null;
        sealedInBuffer = true;
        return bytes;
    }

    /**
     * Says that nothing more will come. What was written before comes before it.
     *
     * @return whether the wire has taken that; else {@link #flush()} goes on
     */
    public boolean endOutput() throws IOException {
        if (!outputEnded && unsent == null) {
            outputEnded = true;
            engine.closeOutbound();
            while (flush() && !engine.isOutboundDone() && seal(NOTHING, 1) > 0) {
                // the next record
            }
        }
        return flush();
    }
}
