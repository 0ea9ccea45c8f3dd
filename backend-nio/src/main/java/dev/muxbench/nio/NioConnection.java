package dev.muxbench.nio;

import dev.muxbench.channels.Sockets;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import dev.muxbench.core.spi.Inbound;
import dev.muxbench.core.spi.Loop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One socket. Threads: its loop's. */
class NioConnection implements Connection {
    private final NioEventLoop loop;
    private final SocketChannel channel;
    private final SelectionKey key;
    private @Nullable Inbound session; // null until opened
    private @Nullable CloseReason closeReason; // null while open

    NioConnection(NioEventLoop loop, SocketChannel channel, SelectionKey key) {
        this.loop = loop;
        this.channel = channel;
        this.key = key;
    }

    /** Called when the channel is registered. */
    void begin() {
        open();
    }

    final void open() {
        session = loop.core().accept(this);
    }

    final Loop core() {
        return loop.core();
    }

    final Inbound session() {
        return Objects.requireNonNull(session);
    }

    /** Takes what was read into {@code buffer}, which belongs to the loop. */
    void onReady(ByteBuffer buffer) {
        if (closeReason != null) {
            return;
        }
        if (key.isWritable()) {
            want(SelectionKey.OP_WRITE, false);
            onWritable();
        }
        if (key.isReadable()) {
            read(buffer);
        }
    }

    void onWritable() {
        session().onWritable(0);
    }

    void read(ByteBuffer buffer) {
        int budget = session().readBudget();
        if (budget == 0) {
            stopReading();
            return;
        }
        buffer.clear().limit(Math.min(budget, buffer.capacity()));
        int count;
        try {
            count = receive(buffer);
        } catch (IOException e) {
            onReadFailure(e);
            return;
        }
        if (count < 0) {
            stopReading();
            session().onEndOfInput();
        } else if (count > 0) {
            session().onBytes(buffer.flip());
        }
    }

    int receive(ByteBuffer buffer) throws IOException {
        return channel.read(buffer);
    }

    void onReadFailure(IOException cause) {
        close(CloseReason.IO_ERROR);
    }

    private void stopReading() {
        want(SelectionKey.OP_READ, false);
    }

    final boolean isReading() {
        return (key.interestOps() & SelectionKey.OP_READ) != 0;
    }

    final void want(int operation, boolean wanted) {
        want(wanted ? key.interestOps() | operation : key.interestOps() & ~operation);
    }

    final void want(int operations) {
        key.interestOps(operations);
    }

    @Override
    public int write(ByteBuffer[] runs, int count) {
        if (closeReason != null) {
            return 0;
        }
        try {
            int done = (int) (count == 1 ? channel.write(runs[0]) : channel.write(runs, 0, count));
            if (runs[count - 1].hasRemaining()) {
                want(SelectionKey.OP_WRITE, true);
            }
            return done;
        } catch (IOException e) {
            close(CloseReason.IO_ERROR);
            return 0;
        }
    }

    @Override
    public void resumeReading() {
        if (closeReason == null) {
            want(SelectionKey.OP_READ, true);
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

    final boolean isOpen() {
        return closeReason == null;
    }

    final CloseReason closeReason() {
        return Objects.requireNonNull(closeReason);
    }

    @Override
    public final void close(CloseReason reason) {
        if (closeReason == null) {
            closeReason = reason;
            loop.closeLater(this);
        }
    }

    /** Does the deferred part of closing, once. */
    void closeNow() {
        closeSocket();
        session().onClosed(closeReason());
    }

    final void closeSocket() {
        Sockets.closeQuietly(channel);
    }

    @Override
    public final @Nullable InetSocketAddress remoteAddress() {
        return Sockets.peer(channel);
    }
}
