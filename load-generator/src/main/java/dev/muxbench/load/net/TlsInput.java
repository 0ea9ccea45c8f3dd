package dev.muxbench.load.net;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Opens the records that come over one connection's wire. Between two calls it holds only what has not come whole, or was not read.
 *
 * <p>Threads: the network's.
 */
final class TlsInput {
    private static final byte[] NO_BYTES = {};
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final Connection wire;
    private final TlsScratch scratch;
    private final TlsOutput output;

    private byte[] received = NO_BYTES; // from the beginning of a record on
    private ByteBuffer opened = NOTHING; // of a record that was larger than the room for it
    private boolean wireReady; // it was told so, and has not been asked since
    private boolean starved; // no whole record is left
    private boolean ended; // the peer has said so
    private @Nullable SSLException failure; // for the next read: there were bytes in front of it

    TlsInput(SSLEngine engine, Connection wire, TlsScratch scratch, TlsOutput output) {
        this.engine = engine;
        this.wire = wire;
        this.scratch = scratch;
        this.output = output;
    }

    /** Opens a record of the handshake, or asks the wire for it. Returns false if there is no more now. */
    boolean openHandshake() throws IOException {
        var in = takeReceived();
        try {
            return switch (engine.unwrap(in, scratch.opened.clear()).getStatus()) {
                case OK -> true;
                case BUFFER_UNDERFLOW -> receive(in, 0) > 0; // what comes behind it waits until it is read
                case BUFFER_OVERFLOW -> throw tooLarge();
                case CLOSED -> throw new EOFException("closed during the handshake");
            };
        } finally {
            keepReceived(in);
        }
    }

    /**
     * Reads what is there. The wire is asked once at most, and not if something else is there.
     *
     * @param into has remaining, however little
     * @return bytes, 0 if there are none now, -1 if the peer has said that it ends
     * @throws EOFException if the wire has ended without that: more may have been said
     */
    int read(ByteBuffer into) throws IOException {
        if (failure != null) {
            throw failure;
        }
        int from = into.position();
        moveOpened(into);
        try {
            open(into, from);
        } catch (SSLException e) {
            if (into.position() == from) {
                throw e;
            }
            failure = e;
        }
        int count = into.position() - from;
        return count == 0 && ended ? -1 : count;
    }

    void onWireReady() {
        wireReady = true;
    }

    /** Returns whether there may be something to read of which the wire does not tell any more. */
    boolean isReady() {
        return wireReady || !starved || ended;
    }

    private void open(ByteBuffer into, int from) throws IOException {
        boolean asked = false;
        var in = takeReceived();
        try {
            while (into.hasRemaining() && !ended) {
                openOne(in, into);
                if (starved) {
                    if (asked || into.position() > from) {
                        return;
                    }
                    asked = true;
                    receive(in, into.remaining());
                }
            }
        } finally {
            keepReceived(in);
        }
    }

    private void openOne(ByteBuffer in, ByteBuffer into) throws SSLException {
        starved = false;
        var result = engine.unwrap(in, into);
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            result = openAside(in, into);
        }
        starved = result.getStatus() == Status.BUFFER_UNDERFLOW;
        ended = result.getStatus() == Status.CLOSED;
        answer(result.getHandshakeStatus());
    }

    /** There may be too little room for the record; what is left of it waits. */
    private SSLEngineResult openAside(ByteBuffer in, ByteBuffer into) throws SSLException {
        var result = engine.unwrap(in, scratch.opened.clear());
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            throw tooLarge();
        }
        opened = scratch.opened.flip();
        moveOpened(into);
        opened = opened.hasRemaining() ? ByteBuffer.wrap(copy(opened)) : NOTHING;
        return result;
    }

    private void moveOpened(ByteBuffer into) {
        int count = Math.min(opened.remaining(), into.remaining());
        into.put(into.position(), opened, opened.position(), count);
        into.position(into.position() + count);
        opened.position(opened.position() + count);
    }

    /** A peer that has new keys or ends may have to hear something (RFC 8446, section 4.6.3; RFC 5246, section 7.2.1). */
    private void answer(HandshakeStatus needed) throws SSLException {
        if (needed == HandshakeStatus.NEED_TASK) {
            throw new SSLException("it wants to negotiate anew");
        }
        if (needed == HandshakeStatus.NEED_WRAP) {
            try {
                output.answer();
            } catch (IOException e) {
                // A broken wire is found by reading.
            }
        }
    }

    // ---- What has come.

    private ByteBuffer takeReceived() throws SSLException {
        int at = TlsScratch.READ_AT - received.length;
        if (at < 0) {
            throw tooLarge();
        }
        var in = scratch.received
                .clear()
                .put(at, received)
                .limit(TlsScratch.READ_AT)
                .position(at);
        received = NO_BYTES;
        return in;
    }

    private void keepReceived(ByteBuffer in) {
        received = in.hasRemaining() ? copy(in) : NO_BYTES;
    }

    /**
     * Asks the wire once.
     *
     * @param wanted bytes, those included that are there
     * @return bytes that have come
     */
    private int receive(ByteBuffer in, int wanted) throws IOException {
        int kept = in.remaining();
        int at = TlsScratch.READ_AT - kept;
        in.put(at, in, in.position(), kept).limit(TlsScratch.READ_AT).position(at);
        int most = Math.clamp((long) wanted - kept, TlsScratch.LEAST_READ, TlsScratch.MOST_READ);
        wireReady = false;
        int count = wire.read(in.array(), in.arrayOffset() + TlsScratch.READ_AT, most);
        if (count < 0) {
            throw new EOFException("the connection has ended, and nobody said so");
        }
        in.limit(TlsScratch.READ_AT + count);
        return count;
    }

    private static SSLException tooLarge() {
        return new SSLException("too large a record");
    }

    private static byte[] copy(ByteBuffer bytes) {
        var copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        return copy;
    }
}
