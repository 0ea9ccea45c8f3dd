package dev.muxbench.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes the records of a {@link TlsStream} for its wire. Threads: the one that makes the handshake, then the one that writes. */
final class RecordWriter {
    private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};

    private final SSLEngine engine;
    private final TlsStream.Wire wire;
    private final TlsBuffers buffers;

    private @Nullable ByteBuffer unsent; // records that the wire has not taken
    private int sealedBytes; // what they say
    private boolean sealedInBuffer; // they are not a copy
    private boolean ended;

    RecordWriter(SSLEngine engine, TlsStream.Wire wire, TlsBuffers buffers) {
        this.engine = engine;
        this.wire = wire;
        this.buffers = buffers;
    }

    /** As {@link TlsStream#write}. */
    int write(ByteBuffer[] runs, int count) throws IOException {
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

    boolean hasUnsent() {
        return unsent != null;
    }

    /** As {@link TlsStream#flush}. */
    boolean flush() throws IOException {
        var rest = unsent;
        if (rest == null) {
            return true;
        }
        wire.write(rest);
        if (rest.hasRemaining()) {
            if (sealedInBuffer) {
                sealedInBuffer = false;
                unsent = TlsBuffers.copy(rest);
            }
            return false;
        }
        unsent = null;
        return true;
    }

    int takeFlushed() {
        int bytes = sealedBytes;
        sealedBytes = 0;
        return bytes;
    }

    /** Makes a record of the engine's own messages, which is unsent then. Returns its bytes. */
    int seal() throws IOException {
        return seal(NOTHING, 1);
    }

    /** Makes as many records as there is room for, which are unsent then. Returns their bytes. */
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

    /** As {@link TlsStream#endOutput}. */
    boolean end() throws IOException {
        if (!ended && unsent == null) {
            ended = true;
            engine.closeOutbound();
            while (flush() && !engine.isOutboundDone() && seal() > 0) {
                // the next record
            }
        }
        return flush();
    }
}
