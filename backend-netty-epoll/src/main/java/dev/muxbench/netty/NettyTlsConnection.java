package dev.muxbench.netty;

import dev.muxbench.core.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import io.netty.buffer.Unpooled;
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
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;

/**
 * One channel whose pipeline encrypts. It becomes a session once its handshake is done. Threads: its loop's.
 *
 * <p>A write is a part of the log's memory, which is read while it is encrypted; it is done when the kernel has taken all of its
 * records. There is one at a time, and it is short: the records are a copy for each client.
 */
final class NettyTlsConnection extends NettyConnection {
    private static final int MOST_WRITTEN = 32 << 10; // two records

    private final NettyTls tls;
    private final SslHandler encryption;
    private boolean inHandshake;
    private boolean outputEnded;
    private boolean saidItEnds; // as the peer has said

    private int pending; // bytes of the write that Netty has
    private boolean writing;

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

    /** Once its own output has ended the engine tells this for other reasons, too. */
    private void onEndOfRecords(SslCloseCompletionEvent end) {
        if (end.isSuccess() && !outputEnded) {
            saidItEnds = true;
            onEnd();
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
        return isOpen() ? ServerConfig.READ_BUDGET_BYTES : 0;
    }

    // ---- Writing.

    @Override
    public int write(ByteBuffer bytes) {
        int done = 0;
        while (bytes.hasRemaining() && isOpen()) {
            int count = Math.min(bytes.remaining(), MOST_WRITTEN);
            if (!isWritten(bytes.slice(bytes.position(), count))) {
                break;
            }
            bytes.position(bytes.position() + count);
            done += count;
        }
        return done;
    }

    /** Returns whether it was done at once. */
    private boolean isWritten(ByteBuffer part) {
        pending = part.remaining();
        writing = true;
        channel.writeAndFlush(Unpooled.wrappedBuffer(part)).addListener(written -> {
            loop.wakeUp();
            if (written.isSuccess()) {
                onWritten();
            } else {
                onWriteFailure();
            }
        });
        writing = false;
        return pending == 0;
    }

    private void onWritten() {
        int done = pending;
        pending = 0;
        if (!writing && isOpen()) {
            session().onWritable(done);
        }
    }

    /** Why is told elsewhere; who has ended his side may not be able to be sent anything. */
    private void onWriteFailure() {
        onFailure(new IOException("not written"));
    }

    @Override
    public void shutdownOutput() {
        outputEnded = true;
        encryption.closeOutbound().addListener(said -> channel.eventLoop().execute(this::shutdownChannelOutput));
    }

    private void shutdownChannelOutput() {
        loop.wakeUp();
        if (channel.pipeline().context(encryption) != null) {
            channel.pipeline().remove(encryption); // what comes now is dropped unread
        }
        super.shutdownOutput();
    }

    // ---- Closing.

    /** Only who has been sent everything is told that this is the end. */
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
