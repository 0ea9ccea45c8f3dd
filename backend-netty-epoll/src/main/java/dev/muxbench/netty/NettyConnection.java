package dev.muxbench.netty;

import dev.muxbench.core.ServerConfig;
import dev.muxbench.core.Session;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One channel, and the only handler in its pipeline but for one that encrypts. Threads: its loop's.
 *
 * <p>A write is one buffer around the log's own memory. What the kernel does not take at once Netty holds until it does; meanwhile
 * more lines gather for the next one.
 */
class NettyConnection extends ChannelInboundHandlerAdapter implements Connection, ChannelProgressiveFutureListener {
    /** There is one write at a time; a channel that counts as full is submitted at once, alone, by io_uring. */
    private static final WriteBufferWaterMark NEVER_FULL =
            new WriteBufferWaterMark(2 * ServerConfig.WRITE_BUDGET_BYTES, 4 * ServerConfig.WRITE_BUDGET_BYTES);

    final NettyLoop loop;
    final NettyProvider transport;
    final Channel channel;
    private @Nullable Session session; // null until opened
    private boolean active;
    private @Nullable CloseReason closeReason; // null while open

    private int written; // of the write that Netty has
    private int writtenInCall;
    private boolean inWrite;

    private @Nullable ArrayDeque<ByteBuffer> unread; // received although reading was to stop
    private boolean inputEnded;
    private boolean resuming;

    NettyConnection(NettyLoop loop, NettyProvider transport, Channel channel) {
        this.loop = loop;
        this.transport = transport;
        this.channel = channel;
    }

    /** Before the channel is registered: some of it has no effect later. */
    void prepare() {
        var config = channel.config();
        config.setOption(ChannelOption.TCP_NODELAY, true);
        config.setOption(ChannelOption.SO_KEEPALIVE, true);
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        config.setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, NEVER_FULL);
        install();
    }

    void install() {
        channel.config().setRecvByteBufAllocator(transport.receiveBuffers(loop, this));
        transport.configure(channel);
        channel.pipeline().addLast(this);
    }

    final Session session() {
        return Objects.requireNonNull(session);
    }

    final boolean isOpened() {
        return session != null;
    }

    final boolean isOpen() {
        return closeReason == null;
    }

    final CloseReason closeReason() {
        return Objects.requireNonNull(closeReason);
    }

    // ---- Events.

    @Override
    public void channelActive(ChannelHandlerContext context) {
        loop.wakeUp();
        loop.onOpened(this);
        active = true;
        begin();
    }

    void begin() {
        open();
    }

    final void open() {
        session = loop.core().accept(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        loop.wakeUp();
        var bytes = (ByteBuf) message;
        try {
            if (closeReason == null) {
                take(bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes()));
            }
        } finally {
            bytes.release();
        }
    }

    private void take(ByteBuffer bytes) {
        if (unread == null) {
            offer(bytes);
        }
        if (bytes.hasRemaining()) {
            keep(bytes);
        } else if (unread == null && session().readBudget() == 0) {
            channel.config().setAutoRead(false);
        }
    }

    /** Gives the session as much as it will take. */
    private void offer(ByteBuffer bytes) {
        int end = bytes.limit();
        int budget;
        while (bytes.position() < end && (budget = session().readBudget()) > 0) {
            bytes.limit(Math.min(end, bytes.position() + budget));
            session().onBytes(bytes);
            bytes.limit(end);
        }
    }

    private void keep(ByteBuffer bytes) {
        if (unread == null) {
            unread = new ArrayDeque<>();
        }
        unread.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
        channel.config().setAutoRead(false);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            loop.wakeUp();
            onEnd();
        }
    }

    final void onEnd() {
        if (!inputEnded && closeReason == null) {
            inputEnded = true;
            if (unread == null) {
                session().onEndOfInput();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        loop.wakeUp();
        close(CloseReason.IO_ERROR);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof ReadBudgets.Paused)) {
            loop.wakeUp();
            onFailure(cause);
        }
    }

    void onFailure(Throwable cause) {
        close(CloseReason.IO_ERROR);
    }

    // ---- Reading.

    int readBudget() {
        return closeReason == null ? session().readBudget() : 0;
    }

    /** What it has read already is more than the session will take. */
    boolean isAhead() {
        return unread != null;
    }

    @Override
    public void resumeReading() {
        if (closeReason == null && !resuming) {
            resuming = true;
            loop.resumeLater(this);
        }
    }

    /** The deferred part of {@link #resumeReading()}. */
    void resumeNow() {
        resuming = false;
        while (unread != null && closeReason == null) {
            var oldest = unread.getFirst();
            offer(oldest);
            if (oldest.hasRemaining()) {
                return; // to be resumed again
            }
            unread.removeFirst();
            if (unread.isEmpty()) {
                unread = null;
            }
        }
        if (closeReason != null) {
            return;
        }
        if (inputEnded) {
            session().onEndOfInput();
        } else if (session().readBudget() > 0) {
            channel.config().setAutoRead(true);
        }
    }

    // ---- Writing.

    @Override
    public int write(ByteBuffer bytes) {
        if (closeReason != null) {
            return 0;
        }
        int atOnce = 0;
        try {
            if (bytes.isDirect() && loop.takeWriteAtOnce()) {
                atOnce = transport.writeAtOnce((UnixChannel) channel, bytes);
            }
        } catch (IOException e) {
            close(CloseReason.IO_ERROR);
            return 0;
        }
        bytes.position(bytes.position() + atOnce);
        return bytes.hasRemaining() ? atOnce + writeThroughPipeline(bytes) : atOnce;
    }

    private int writeThroughPipeline(ByteBuffer bytes) {
        written = 0;
        writtenInCall = 0;
        inWrite = true;
        var _ = channel.writeAndFlush(
                Unpooled.wrappedBuffer(bytes), channel.newProgressivePromise().addListener(this));
        inWrite = false;
        return writtenInCall;
    }

    @Override
    public void operationProgressed(ChannelProgressiveFuture write, long progress, long total) {
        int more = (int) progress - written;
        written = (int) progress;
        if (inWrite) {
            writtenInCall += more;
        } else if (closeReason == null) {
            loop.wakeUp();
            session().onProgress(more);
        }
    }

    @Override
    public void operationComplete(ChannelProgressiveFuture write) {
        loop.wakeUp();
        if (!write.isSuccess()) {
            close(CloseReason.IO_ERROR);
        } else if (!inWrite && closeReason == null) {
            session().onWritable(0);
        }
    }

    @Override
    public void shutdownOutput() {
        ((DuplexChannel) channel).shutdownOutput().addListener(shutdown -> {
            if (!shutdown.isSuccess()) {
                close(CloseReason.IO_ERROR);
            }
        });
    }

    // ---- Closing.

    @Override
    public final void close(CloseReason reason) {
        if (closeReason == null && active) {
            closeReason = reason;
            loop.closeLater(this);
        }
    }

    void closeForStop() {
        close(CloseReason.SERVER_STOPPING);
    }

    /** The deferred part of closing, once. Netty closes when the kernel has done with the memory of a write. */
    final void closeNow() {
        unread = null;
        closeChannel().addListener(closed -> {
            loop.wakeUp();
            loop.onClosed(this);
            onClosed();
        });
    }

    ChannelFuture closeChannel() {
        return channel.close();
    }

    void onClosed() {
        session().onClosed(closeReason());
    }

    @Override
    public final @Nullable InetSocketAddress remoteAddress() {
        return (InetSocketAddress) channel.remoteAddress();
    }
}
