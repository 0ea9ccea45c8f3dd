package dev.muxbench.netty;

import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import dev.muxbench.core.spi.Inbound;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One channel, and the only handler in its pipeline except one for TLS. Threads: its loop's.
 *
 * <p>A write goes to the kernel at once, past the pipeline, where the transport can do that. The rest then waits for the socket or goes
 * through the pipeline, where Netty holds it until the kernel has taken it. Meanwhile more lines gather for the next write.
 */
class NettyConnection extends ChannelInboundHandlerAdapter implements Connection {
    /** A channel never counts as full, because io_uring submits a full channel at once, alone. There is one write at a time anyway. */
    private static final WriteBufferWaterMark NEVER_FULL =
            new WriteBufferWaterMark(2 * Connection.WRITE_BUDGET_BYTES, 4 * Connection.WRITE_BUDGET_BYTES);

    final NettyLoop loop;
    final NettyProvider transport;
    final Channel channel;
    private final NettyWrite pipelineWrite = new NettyWrite(this);
    private @Nullable Inbound session; // null until opened
    private @Nullable NettyInput input; // null until opened
    private boolean active;
    private @Nullable CloseReason closeReason; // null while open
    private boolean resuming;

    NettyConnection(NettyLoop loop, NettyProvider transport, Channel channel) {
        this.loop = loop;
        this.transport = transport;
        this.channel = channel;
    }

    /** Sets options, before the channel is registered, because some have no effect later. */
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

    private Inbound session() {
        return Objects.requireNonNull(session);
    }

    private NettyInput input() {
        return Objects.requireNonNull(input);
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

    // ---- Events of the pipeline, which gives to exceptionCaught what they throw.

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
        input = new NettyInput(this, session);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        loop.wakeUp();
        var bytes = (ByteBuf) message;
        try {
            if (closeReason == null) {
                input().onBytes(bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes()));
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            loop.wakeUp();
            onEnd();
        }
    }

    final void onEnd() {
        if (closeReason == null) {
            input().onEnd();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        loop.wakeUp();
        close(CloseReason.IO_ERROR);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof ReadBudgets.Paused) {
            return;
        }
        loop.guard(() -> {
            NettyLoop.requireFailureOfPeer(cause);
            onFailure(cause);
        });
    }

    void onFailure(Throwable cause) {
        close(CloseReason.IO_ERROR);
    }

    // ---- Reading.

    int readBudget() {
        return closeReason == null ? session().readBudget() : 0;
    }

    /** True if more is read already than the session takes. */
    boolean isAhead() {
        return input != null && input.isAhead();
    }

    @Override
    public void resumeReading() {
        if (closeReason == null && !resuming) {
            resuming = true;
            loop.resumeLater(this);
        }
    }

    /** Does the deferred part of {@link #resumeReading()}. */
    void resumeNow() {
        resuming = false;
        if (closeReason == null) {
            input().resume();
        }
    }

    // ---- Writing.

    @Override
    public int write(ByteBuffer[] runs, int count) {
        if (closeReason != null) {
            return 0;
        }
        int atOnce = 0;
        if (loop.takeWriteAtOnce()) {
            try {
                atOnce = transport.writeAtOnce((UnixChannel) channel, runs, count, loop.iovecs());
            } catch (IOException | NotYetConnectedException e) {
                close(CloseReason.IO_ERROR);
                return 0;
            }
            skip(runs, count, atOnce);
            if (!runs[count - 1].hasRemaining() || transport.awaitRoom(loop.io(), this)) {
                return atOnce;
            }
        }
        return atOnce + writeThroughPipeline(runs, count);
    }

    private static void skip(ByteBuffer[] runs, int count, int bytes) {
        for (int i = 0, left = bytes; i < count && left > 0; i++) {
            int step = Math.min(left, runs[i].remaining());
            runs[i].position(runs[i].position() + step);
            left -= step;
        }
    }

    final int writeThroughPipeline(ByteBuffer[] runs, int count) {
        return pipelineWrite.write(channel, runs, count);
    }

    final void onWriteProgress(int done) {
        loop.guard(() -> {
            if (closeReason == null) {
                session().onProgress(done);
            }
        });
    }

    /** Called when all that was left is written, or may be tried again. */
    final void onWritable(int done) {
        loop.guard(() -> {
            if (closeReason == null) {
                session().onWritable(done);
            }
        });
    }

    final void onWriteFailure(Throwable cause) {
        loop.guard(() -> {
            NettyLoop.requireFailureOfPeer(cause);
            onFailure(new IOException("not written", cause));
        });
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

    /** Does the deferred part of closing, once. Netty closes when the kernel no longer reads the memory of a write. */
    final void closeNow() {
        closeChannel()
                .addListener(closed -> loop.guard(() -> {
                    loop.onClosed(this);
                    onClosed();
                }));
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
