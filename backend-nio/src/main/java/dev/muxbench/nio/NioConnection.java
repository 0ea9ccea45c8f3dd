package dev.muxbench.nio;

import dev.muxbench.core.IoLoop;
import dev.muxbench.core.Session;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One socket. Threads: its loop's. */
final class NioConnection implements Connection {
    private final NioEventLoop loop;
    private final SocketChannel channel;
    private final SelectionKey key;
    private @Nullable Session session; // null until opened
    private @Nullable CloseReason closeReason; // null while open

    NioConnection(NioEventLoop loop, SocketChannel channel, SelectionKey key) {
        this.loop = loop;
        this.channel = channel;
        this.key = key;
    }

    void open(IoLoop core) {
        session = core.accept(this);
    }

    private Session session() {
        return Objects.requireNonNull(session);
    }

    /** Takes what was read into {@code buffer}, which belongs to the loop. */
    void onReady(ByteBuffer buffer) {
        if (closeReason != null) {
            return;
        }
        if (key.isWritable()) {
            want(key.interestOps() & ~SelectionKey.OP_WRITE);
            session().onWritable(0);
        }
        if (key.isReadable()) {
            read(buffer);
        }
    }

    private void read(ByteBuffer buffer) {
        int budget = session().readBudget();
        if (budget == 0) {
            stopReading();
            return;
        }
        buffer.clear().limit(Math.min(budget, buffer.capacity()));
        int count;
        try {
            count = channel.read(buffer);
        } catch (IOException e) {
            close(CloseReason.IO_ERROR);
            return;
        }
        if (count < 0) {
            stopReading();
            session().onEndOfInput();
        } else if (count > 0) {
            session().onBytes(buffer.flip());
        }
    }

    private void stopReading() {
        want(key.interestOps() & ~SelectionKey.OP_READ);
    }

    private void want(int operations) {
        key.interestOps(operations);
    }

    @Override
    public int write(ByteBuffer bytes) {
        if (closeReason != null) {
            return 0;
        }
        try {
            int count = channel.write(bytes);
            if (bytes.hasRemaining()) {
                want(key.interestOps() | SelectionKey.OP_WRITE);
            }
            return count;
        } catch (IOException e) {
            close(CloseReason.IO_ERROR);
            return 0;
        }
    }

    @Override
    public void resumeReading() {
        if (closeReason == null) {
            want(key.interestOps() | SelectionKey.OP_READ);
        }
    }

    @Override
    public void shutdownOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            close(CloseReason.IO_ERROR);
        }
    }

    @Override
    public void close(CloseReason reason) {
        if (closeReason == null) {
            closeReason = reason;
            loop.closeLater(this);
        }
    }

    /** The deferred part of closing, once. */
    void closeNow() {
        NioAcceptor.closeQuietly(channel);
        session().onClosed(Objects.requireNonNull(closeReason));
    }

    @Override
    public @Nullable InetSocketAddress remoteAddress() {
        try {
            return (InetSocketAddress) channel.getRemoteAddress();
        } catch (IOException e) {
            return null;
        }
    }
}
