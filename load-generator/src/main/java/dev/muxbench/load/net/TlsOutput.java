package dev.muxbench.load.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * Makes records of what one connection says, and of what its engine has to say. Between two calls it holds only what the wire has not
 * taken.
 *
 * <p>Threads: the network's.
 */
final class TlsOutput {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final Connection wire;
    private final TlsScratch scratch;
    private ByteBuffer unsent = NOTHING;

    TlsOutput(SSLEngine engine, Connection wire, TlsScratch scratch) {
        this.engine = engine;
        this.wire = wire;
        this.scratch = scratch;
    }

    /**
     * Makes records as long as the wire takes them. The last of them may wait, which {@link #flush()} goes on with.
     *
     * @throws ClosedChannelException if the peer takes nothing any more
     */
    void write(ByteBuffer from) throws IOException {
        while (from.hasRemaining() && flush()) {
            send(from);
        }
    }

    /** Sends what the engine has to say. If records wait, it is sent behind them, with the next write. */
    void answer() throws IOException {
        if (flush()) {
            send(NOTHING);
        }
    }

    /** Says that nothing more will come, unless records wait. */
    void end() throws IOException {
        if (flush()) {
            engine.closeOutbound();
            send(NOTHING);
        }
    }

    /** Gives the wire what it has not taken. Returns whether nothing is left. */
    boolean flush() throws IOException {
        if (unsent.hasRemaining()) {
            put(unsent);
            if (unsent.hasRemaining()) {
                return false;
            }
            unsent = NOTHING;
        }
        return true;
    }

    /** Sends as many records as there is room for. */
    private void send(ByteBuffer from) throws IOException {
        var out = scratch.sealed.clear();
        SSLEngineResult result;
        do {
            result = engine.wrap(from, out);
        } while (goesOn(result, from) && out.remaining() >= TlsScratch.RECORD_BYTES);
        requireRecords(result, from);
        put(out.flip());
        if (out.hasRemaining()) {
            unsent = ByteBuffer.allocate(out.remaining()).put(out).flip();
        }
    }

    private static boolean goesOn(SSLEngineResult result, ByteBuffer from) {
        return result.getStatus() == Status.OK
                && (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
                        || (from.hasRemaining() && result.bytesProduced() > 0));
    }

    private static void requireRecords(SSLEngineResult result, ByteBuffer from) throws IOException {
        if (!from.hasRemaining()) {
            return;
        }
        if (result.getStatus() == Status.CLOSED) {
            throw new ClosedChannelException(); // by the peer: with TLS 1.2 its end is that of both (RFC 5246, section
            // 7.2.1)
        }
        if (result.bytesProduced() == 0 && result.getStatus() == Status.OK) {
            throw new SSLException("nothing can be said any more");
        }
    }

    private void put(ByteBuffer records) throws IOException {
        int count = wire.write(records.array(), records.arrayOffset() + records.position(), records.remaining());
        records.position(records.position() + count);
    }
}
