package dev.muxbench.blocking;

import dev.muxbench.channels.Sockets;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.tls.TlsBuffers;
import dev.muxbench.tls.TlsSource;
import dev.muxbench.tls.TlsStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS on a blocking channel. Threads: the connection's writer makes the handshake and writes, its reader reads. No lock is held while
 * either waits.
 */
final class BlockingTls implements ByteStream {
    private final TlsSource source;
    private final SocketChannel channel;
    private final @Nullable SocketAddress peer;
    private final long deadlineNanos; // of the handshake
    private @Nullable TlsStream stream; // null until the handshake has begun
    private volatile boolean failed; // written by either thread: it is TLS that has gone wrong

    BlockingTls(TlsSource source, SocketChannel channel) {
        this.source = source;
        this.channel = channel;
        this.peer = Sockets.peer(channel);
        this.deadlineNanos = System.nanoTime() + source.handshakeTimeout().toNanos();
    }

    private record SocketWire(SocketChannel channel) implements TlsStream.Wire {
        @Override
        public int read(ByteBuffer into) throws IOException {
            return channel.read(into);
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            int count = 0;
            while (from.hasRemaining()) {
                count += channel.write(from);
            }
            return count;
        }
    }

    TlsSource source() {
        return source;
    }

    /** Makes the handshake. Returns false if it has failed. */
    boolean handshake() {
        if (!source.beginHandshake()) {
            source.onTooMany(peer);
            return false;
        }
        try {
            stream = new TlsStream(source.current().newEngine(), new SocketWire(channel), TlsBuffers.ofConnection());
            return stream.handshake();
        } catch (IOException e) {
            onFailedHandshake(e);
            return false;
        } finally {
            source.endHandshake();
        }
    }

    private void onFailedHandshake(IOException cause) {
        if (channel.isOpen() || System.nanoTime() - deadlineNanos < 0) {
            source.onFailure(peer, cause);
        } else {
            source.onTimeout(peer);
        }
    }

    private TlsStream stream() {
        return Objects.requireNonNull(stream);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int count;
        do {
            count = stream().read(into);
        } while (count == 0);
        return count;
    }

    @Override
    public int write(ByteBuffer[] runs, int count) throws IOException {
        return stream().write(runs, count);
    }

    /** Tells the peer that nothing more will come, and ends the channel's output. */
    void endOutput() {
        try {
            stream().endOutput();
            channel.shutdownOutput();
        } catch (IOException e) {
            Sockets.closeQuietly(channel); // which its reader notices
        }
    }

    void onFailure(IOException cause) {
        if (cause instanceof SSLException && !failed) {
            failed = true;
            source.onFailure(peer, cause);
        }
    }

    /** Returns the reason of a failure. */
    CloseReason reasonOfFailure() {
        if (failed) {
            return CloseReason.TLS_FAILED;
        }
        return stream().inputHasEnded() ? CloseReason.CLIENT_LEFT : CloseReason.IO_ERROR;
    }
}
