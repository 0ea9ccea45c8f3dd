package dev.muxbench.nio;

import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.tls.TlsStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLException;

/**
 * One socket that speaks TLS. A session begins when the handshake is done. Threads: its loop's.
 *
 * <p>Bytes that the engine has encrypted and the socket has not taken are not done in the sense of {@link #write}, although their memory
 * is no longer read. They are reported when the socket has them.
 */
final class NioTlsConnection extends NioConnection {
    private final NioTls tls;
    private final TlsStream stream;
    private long deadlineNanos; // of the handshake, by the loop's clock for them
    private boolean opened;
    private boolean endingOutput;
    private boolean reading; // later in this turn

    NioTlsConnection(NioEventLoop loop, NioTls tls, SocketChannel channel, SelectionKey key) throws SSLException {
        super(loop, channel, key);
        this.tls = tls;
        this.stream = new TlsStream(tls.source().current().newEngine(), new SocketWire(channel), tls.buffers());
    }

    private record SocketWire(SocketChannel channel) implements TlsStream.Wire {
        @Override
        public int read(ByteBuffer into) throws IOException {
            return channel.read(into);
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            return channel.write(from);
        }
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    // ---- The handshake.

    @Override
    void begin() {
        if (tls.source().beginHandshake()) {
            deadlineNanos = tls.onHandshakeBegun(this);
            shakeHandsLater();
        } else {
            tls.source().onTooMany(remoteAddress());
            close(CloseReason.TLS_FAILED);
        }
    }

    /** Goes on with the handshake later. No event is handled until then. */
    private void shakeHandsLater() {
        want(0);
        tls.shakeHandsLater(this);
    }

    void shakeHands() {
        if (!isOpen()) {
            return;
        }
        try {
            if (stream.handshake()) {
                tls.onHandshakeEnded(this);
                opened = true;
                want(SelectionKey.OP_READ);
                open();
                readLater(); // what came with the last of it
            } else {
                want(stream.hasUnsent() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    void onTimeout() {
        tls.source().onTimeout(remoteAddress());
        close(CloseReason.TLS_FAILED);
    }

    private void fail(IOException cause) {
        if (!opened || cause instanceof SSLException) {
            tls.source().onFailure(remoteAddress(), cause);
            close(CloseReason.TLS_FAILED);
        } else {
            close(stream.inputHasEnded() ? CloseReason.CLIENT_LEFT : CloseReason.IO_ERROR);
        }
    }

    // ---- Events.

    @Override
    void onReady(ByteBuffer buffer) {
        if (opened) {
            super.onReady(buffer);
        } else if (isOpen()) {
            shakeHandsLater();
        }
    }

    @Override
    void onWritable() {
        try {
            if (!stream.flush()) {
                want(SelectionKey.OP_WRITE, true);
            } else if (endingOutput) {
                super.shutdownOutput();
            } else {
                session().onWritable(stream.takeFlushed());
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    @Override
    void read(ByteBuffer buffer) {
        super.read(buffer);
        if (isOpen() && stream.hasInput() && isReading()) {
            readLater();
        }
    }

    @Override
    int receive(ByteBuffer buffer) throws IOException {
        return stream.read(buffer);
    }

    @Override
    void onReadFailure(IOException cause) {
        fail(cause);
    }

    private void readLater() {
        if (!reading) {
            reading = true;
            tls.readLater(this);
        }
    }

    void readKept(ByteBuffer buffer) {
        reading = false;
        if (isOpen() && isReading()) {
            read(buffer);
        }
    }

    // ---- For the core.

    @Override
    public int write(ByteBuffer[] runs, int count) {
        if (!isOpen()) {
            return 0;
        }
        try {
            int done = stream.write(runs, count);
            if (stream.hasUnsent()) {
                want(SelectionKey.OP_WRITE, true);
            }
            return done;
        } catch (IOException e) {
            fail(e);
            return 0;
        }
    }

    @Override
    public void resumeReading() {
        super.resumeReading();
        readLater();
    }

    @Override
    public void shutdownOutput() {
        try {
            if (stream.endOutput()) {
                super.shutdownOutput();
            } else {
                endingOutput = true;
                want(SelectionKey.OP_WRITE, true);
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    @Override
    void closeNow() {
        tls.onHandshakeEnded(this);
        if (!opened) {
            closeSocket();
            core().refused(closeReason());
            return;
        }
        if (closeReason() == CloseReason.CLIENT_LEFT) {
            sayGoodbye();
        }
        super.closeNow();
    }

    /** Tells the peer that it has been sent everything. */
    private void sayGoodbye() {
        try {
            stream.endOutput();
        } catch (IOException e) {
            // It does not listen.
        }
    }
}
