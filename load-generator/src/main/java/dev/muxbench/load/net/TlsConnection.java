package dev.muxbench.load.net;

import dev.muxbench.tls.ClientTls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Queue;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a {@link TlsNetwork}. Threads: the network's.
 *
 * <p>The wire tells once that it is readable. If a read does not get as far as the wire, or leaves something that has come, the
 * network itself tells of it: the connection is put into a queue.
 *
 * @param <A> as of {@link Network}
 */
public final class TlsConnection<A> implements Connection {
    private final A attachment;
    private final Queue<TlsConnection<A>> toRead;
    private final TlsScratch scratch;
    private @Nullable Connection wire;
    private @Nullable TlsRecords records;
    private boolean connected;
    private boolean queued;
    private boolean blocked; // the last write was short
    private boolean paused;
    private boolean ended; // the end was read, or a failure; or there is no connection
    private boolean closed;

    TlsConnection(A attachment, Queue<TlsConnection<A>> toRead, TlsScratch scratch) {
        this.attachment = attachment;
        this.toRead = toRead;
        this.scratch = scratch;
    }

    void begin(Connection over, SSLEngine engine) {
        wire = over;
        records = new TlsRecords(engine, over, scratch);
        if (over.isConnected()) {
            queue(); // nothing is told of it
        }
    }

    private Connection wire() {
        return Objects.requireNonNull(wire);
    }

    private TlsRecords records() {
        return Objects.requireNonNull(records);
    }

    // ---- What the wire tells.

    void onWire(Network.Handler<? super A> handler, @Nullable IOException noConnection) {
        if (noConnection == null) {
            shakeHands(handler);
        } else {
            handler.onConnected(attachment, noConnection);
        }
    }

    void onReadable(Network.Handler<? super A> handler) {
        records().input.onWireReady();
        goOn(handler);
    }

    void onWritable(Network.Handler<? super A> handler) {
        if (!connected) {
            shakeHands(handler);
        } else if (flush() && blocked) {
            blocked = false;
            handler.onWritable(attachment);
        }
    }

    /** A broken wire is found by reading. */
    private boolean flush() {
        try {
            return records().output.flush();
        } catch (IOException e) {
            return false;
        }
    }

    /** Tells the handler what the network would tell it of a connection without TLS. */
    void onQueued(Network.Handler<? super A> handler) {
        queued = false;
        goOn(handler);
    }

    private void goOn(Network.Handler<? super A> handler) {
        if (!connected) {
            shakeHands(handler);
        } else if (!paused && !closed) {
            handler.onReadable(attachment);
            queueIfReadable();
        }
    }

    private void shakeHands(Network.Handler<? super A> handler) {
        if (closed || ended) {
            return;
        }
        try {
            if (records().shakeHands()) {
                connected = true;
                handler.onConnected(attachment, null);
                queueIfReadable(); // something may have come with its last record
            }
        } catch (IOException e) {
            ended = true;
            handler.onConnected(attachment, new IOException("TLS: " + ClientTls.inWords(e), e));
        }
    }

    private void queueIfReadable() {
        if (!paused && !closed && !ended && records().input.isReady()) {
            queue();
        }
    }

    private void queue() {
        if (!queued) {
            queued = true;
            toRead.add(this);
        }
    }

    // ---- For its client.

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public int read(byte[] into, int at, int most) throws IOException {
        return read(ByteBuffer.wrap(into, at, most));
    }

    /** Decrypted, as its end can be told in no other way. */
    @Override
    public int discard() throws IOException {
        return read(scratch.discarded.clear());
    }

    private int read(ByteBuffer into) throws IOException {
        int count;
        try {
            count = records().input.read(into);
        } catch (IOException e) {
            ended = true;
            throw e;
        }
        ended = count < 0;
        return count;
    }

    /** Records are longer than lines: a mark in their bytes would say little. */
    @Override
    public void setLowWater(int bytes) {}

    /** Writes bytes. Bytes that are in a record count as taken, because they cannot be taken back. */
    @Override
    public int write(byte[] from, int at, int count) throws IOException {
        var bytes = ByteBuffer.wrap(from, at, count);
        records().output.write(bytes);
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
                records().output.end();
            }
        } catch (IOException e) {
            // The peer does not listen.
        }
        wire().close();
    }
}
