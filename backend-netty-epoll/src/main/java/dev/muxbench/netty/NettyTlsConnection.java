package dev.muxbench.netty;

import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Inbound;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.EOFException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;

/**
 * One channel whose pipeline encrypts. A session begins when the handshake is done. Threads: its loop's.
 *
 * <p>A write's memory is read while it is encrypted, and the write is done when the kernel has taken all of its records. There is one short
 * write at a time, because the records are a copy for each client.
 */
final class NettyTlsConnection extends NettyConnection {
    private final NettyTls tls;
    private final SslHandler encryption;
    private boolean inHandshake;
    private boolean outputEnded;
    private boolean saidItEnds; // as the peer has said

    NettyTlsConnection(NettyLoop loop, NettyProvider transport, Channel channel, NettyTls tls) {
        super(loop, transport, channel);
        this.tls = tls;
        this.encryption = tls.newHandler(channel.alloc());
    }

    @Override
    void install() {
        channel.config().setRecvByteBufAllocator(transport.receiveBuffersOfItsOwn(loop, this));
        channel.pipeline().addLast(encryption, this);
    }

    // ---- The handshake.

    @Override
    void begin() {
        inHandshake = tls.source().beginHandshake();
        if (!inHandshake) {
            tls.source().onTooMany(remoteAddress());
            close(CloseReason.TLS_FAILED);
        }
    }

    private void onHandshake(SslHandshakeCompletionEvent handshake) {
        if (!handshake.isSuccess()) {
            onFailure(handshake.cause());
        } else if (isOpen()) {
            endHandshake();
            open();
        }
    }

    private void endHandshake() {
        if (inHandshake) {
            inHandshake = false;
            tls.source().endHandshake();
        }
    }

    // ---- Events.

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        loop.wakeUp();
        switch (event) {
            case SslHandshakeCompletionEvent handshake -> onHandshake(handshake);
            case SslCloseCompletionEvent end -> onEndOfRecords(end);
            case ChannelInputShutdownEvent end -> onEndOfStream();
            default -> {}
        }
    }

    /** Called at the end of records. After its own output has ended, the engine reports this for other reasons, too. */
    private void onEndOfRecords(SslCloseCompletionEvent end) {
        if (!end.isSuccess() || outputEnded) {
            return;
        }
        if (isOpened()) {
            saidItEnds = true;
            onEnd();
        } else {
            onFailure(new EOFException("it has ended before the handshake was done"));
        }
    }

    private void onEndOfStream() {
        if (outputEnded) {
            onEnd();
        } else if (!saidItEnds) {
            onFailure(new EOFException("the connection has ended, and nobody said so"));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        loop.wakeUp();
        onFailure(new EOFException("closed"));
    }

    @Override
    void onFailure(Throwable cause) {
        if (!isOpen()) {
            return;
        }
        var root = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (isOpened() && !(root instanceof SSLException)) {
            close(saidItEnds ? CloseReason.CLIENT_LEFT : CloseReason.IO_ERROR);
            return;
        }
        if (root instanceof SslHandshakeTimeoutException) {
            tls.source().onTimeout(remoteAddress());
        } else {
            tls.source().onFailure(remoteAddress(), root);
        }
        close(CloseReason.TLS_FAILED);
    }

    @Override
    int readBudget() {
        if (isOpened()) {
            return super.readBudget();
        }
        return isOpen() ? Inbound.READ_BUDGET_BYTES : 0;
    }

    // ---- Writing.

    @Override
    public int write(ByteBuffer[] runs, int count) {
        return isOpen() ? writeThroughPipeline(runs, count) : 0;
    }

    @Override
    public void shutdownOutput() {
        outputEnded = true;
        encryption
                .closeOutbound()
                .addListener(said -> channel.eventLoop().execute(() -> loop.guard(this::shutdownChannelOutput)));
    }

    private void shutdownChannelOutput() {
        if (channel.pipeline().context(encryption) != null) {
            channel.pipeline().remove(encryption); // what comes now is dropped unread
        }
        super.shutdownOutput();
    }

    // ---- Closing.

    /** Only a peer that has been sent everything is told that this is the end. */
    @Override
    ChannelFuture closeChannel() {
        var context = channel.pipeline().context(encryption);
        return closeReason() == CloseReason.CLIENT_LEFT || context == null ? channel.close() : context.close();
    }

    @Override
    void onClosed() {
        endHandshake();
        if (isOpened()) {
            super.onClosed();
        } else {
            loop.core().refused(closeReason());
        }
    }
}
