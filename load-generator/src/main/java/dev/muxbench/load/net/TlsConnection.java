package dev.muxbench.load.net;

import dev.muxbench.tls.ClientTls;
import dev.muxbench.tls.TlsBuffers;
import dev.muxbench.tls.TlsStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Queue;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a {@link TlsNetwork}. Threads: the network's.
 *
 * <p>What was read from the wire and is not taken yet is told of by the network itself: it is put into a queue.
 *
 * @param <A> as of {@link Network}
 */
public final class TlsConnection<A> implements Connection {
    private static final int SCRATCH_BYTES = 64 << 10;
    private static final ThreadLocal<byte[]> SCRATCH = ThreadLocal.withInitial(() -> new byte[SCRATCH_BYTES]);

    private final A attachment;
    private final Queue<TlsConnection<A>> toRead;
    private @Nullable Connection wire;
    private @Nullable TlsStream stream;
    private boolean connected;
    private boolean queued;
    private boolean wireReadable; // it was told so, and has not been asked since
    private boolean blocked; // the last write was short
    private boolean paused;
    private boolean ended; // the end was read
    private boolean closed;
    private @Nullable IOException failure; // for the next read

    TlsConnection(A attachment, Queue<TlsConnection<A>> toRead) {
        this.attachment = attachment;
        this.toRead = toRead;
    }

    void begin(Connection over, SSLEngine engine, TlsBuffers buffers) throws IOException {
        wire = over;
        stream = new TlsStream(engine, new Records(), buffers);
    }

    /** Bytes to and from the wire. */
    private final class Records implements TlsStream.Wire {
        @Override
        public int read(ByteBuffer into) throws IOException {
            wireReadable = false;
            int count = wire().read(into.array(), into.arrayOffset() + into.position(), into.remaining());
            if (count > 0) {
                into.position(into.position() + count);
            }
            return count;
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            int count = wire().write(from.array(), from.arrayOffset() + from.position(), from.remaining());
            from.position(from.position() + count);
            return count;
        }
    }

    private Connection wire() {
        return Objects.requireNonNull(wire);
    }

    private TlsStream stream() {
        return Objects.requireNonNull(stream);
    }

    // ---- What the wire tells.

    void onWire(Network.Handler<? super A> handler, @Nullable IOException noConnection) {
        if (noConnection == null) {
            handshake(handler);
        } else {
            handler.onConnected(attachment, noConnection);
        }
    }

    void onReadable(Network.Handler<? super A> handler) {
        wireReadable = true;
        if (connected) {
            tell(handler);
        } else {
            handshake(handler);
        }
    }

    void onWritable(Network.Handler<? super A> handler) {
        if (!connected) {
            handshake(handler);
            return;
        }
        try {
            if (stream().flush() && blocked) {
                blocked = false;
                handler.onWritable(attachment);
            }
        } catch (IOException e) {
            failure = e;
            tell(handler);
        }
    }

    /** What the network tells in its place. */
    void onKept(Network.Handler<? super A> handler) {
        queued = false;
        if (closed) {
            return;
        }
        if (connected) {
            tell(handler);
        } else {
            handshake(handler);
        }
    }

    private void tell(Network.Handler<? super A> handler) {
        if (!paused && !closed) {
            handler.onReadable(attachment);
            queueIfReadable();
        }
    }

    private void queueIfReadable() {
        if (!queued && !paused && !closed && (stream().hasInput() || wireReadable) && !ended) {
            queued = true;
            toRead.add(this);
        }
    }

    private void handshake(Network.Handler<? super A> handler) {
        if (closed) {
            return;
        }
        try {
            if (stream().handshake()) {
                connected = true;
                wireReadable = true; // something may have come with its last record
                handler.onConnected(attachment, null);
                queueIfReadable();
            }
        } catch (IOException e) {
            handler.onConnected(attachment, new IOException("TLS: " + ClientTls.inWords(e), e));
        }
    }

    // ---- For its client.

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public int read(byte[] into, int at, int most) throws IOException {
        if (failure != null) {
            throw failure;
        }
        int count = stream().read(ByteBuffer.wrap(into, at, most));
        ended = count < 0;
        return count;
    }

    /** Decrypted, as its end can be told in no other way. */
    @Override
    public int discard() throws IOException {
        return read(SCRATCH.get(), 0, SCRATCH_BYTES);
    }

    /** Records are longer than lines: a mark in their bytes would say little. */
    @Override
    public void setLowWater(int bytes) {}

    /** What is in a record is taken: it cannot be taken back. */
    @Override
    public int write(byte[] from, int at, int count) throws IOException {
        var bytes = ByteBuffer.wrap(from, at, count);
        stream().write(new ByteBuffer[] {bytes}, 1);
        stream().takeFlushed();
        blocked = bytes.hasRemaining();
        return count - bytes.remaining();
    }

    @Override
    public void pauseReading() {
        paused = true;
        wire().pauseReading();
    }

    @Override
    public void resumeReading() throws IOException {
        paused = false;
        wire().resumeReading();
        queueIfReadable();
    }

    @Override
    public void silence() throws IOException {
        wire().silence();
    }

    @Override
    public void reset() {
        if (!closed) {
            closed = true;
            wire().reset();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (connected) {
                stream().endOutput();
            }
        } catch (IOException e) {
            // The peer does not listen.
        }
        wire().close();
    }
}
