package dev.muxbench.netty;

import dev.muxbench.core.spi.Inbound;
import dev.muxbench.core.spi.Loop;
import dev.muxbench.core.spi.Server;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.handler.codec.DecoderException;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One of Netty's event loops, with the core's turn around its own: {@link Turns} stands between the loop and the transport, which
 * thereby waits no longer than the core allows, and flushes what the events have left to send.
 *
 * <p>Threads: its own, except {@link #hand}, {@link #connections()} and {@link #end()}.
 */
final class NettyLoop {
    private static final long CLOSE_POLL_MILLIS = 2;

    private final NettyProvider transport;
    private final Server server;
    private final @Nullable NettyTls tls;
    private final EventLoop eventLoop;
    private final Loop core;
    private final IoHandler io;
    private final Iovecs iovecs = new Iovecs();
    private final ByteBuf readBuffer = Unpooled.directBuffer(Inbound.READ_BUDGET_BYTES);
    private final Set<NettyConnection> open = new LinkedHashSet<>();
    private final ArrayDeque<NettyConnection> toResume = new ArrayDeque<>();
    private final ArrayDeque<NettyConnection> toClose = new ArrayDeque<>();
    private final AtomicInteger connections = new AtomicInteger(); // handed over and not closed yet
    private boolean asleep;
    private int writesAtOnce; // left of this turn
    private boolean failed;

    /** @param tls null for plain text */
    NettyLoop(String name, NettyProvider transport, Server server, @Nullable NettyTls tls) {
        this.transport = transport;
        this.server = server;
        this.tls = tls;
        ThreadFactory threads = work -> new FastThreadLocalThread(work, name);
        var handler = new IoHandler[1];
        eventLoop = new SingleThreadIoEventLoop(null, threads, executor -> {
            handler[0] = transport.ioHandlerFactory().newHandler(executor);
            return new Turns();
        });
        io = handler[0];
        core = server.openLoop(io::wakeup);
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    // ---- Turns.

    private final class Turns implements IoHandler, IoHandlerContext {
        private IoHandlerContext outer = this;
        private long sleepNanos; // asked for when the loop falls asleep

        @Override
        public int run(IoHandlerContext context) {
            outer = context;
            writesAtOnce = transport.writesAtOnce();
            try {
                int handled = io.run(this);
                wakeUp();
                resumeReading();
                core.runTurn();
                closeConnections();
                return handled;
            } catch (Throwable e) {
                fail(e);
                throw e;
            }
        }

        @Override
        public boolean canBlock() {
            try {
                return outer.canBlock() && toResume.isEmpty() && toClose.isEmpty() && fallAsleep();
            } catch (Throwable e) {
                fail(e);
                throw e;
            }
        }

        private boolean fallAsleep() {
            if (core.prepareToSleep()) {
                asleep = true;
                sleepNanos = core.sleepNanos();
                return true;
            }
            return false;
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            return Math.min(outer.delayNanos(currentTimeNanos), sleepNanos);
        }

        @Override
        public long deadlineNanos() {
            return sleepNanos == Long.MAX_VALUE ? outer.deadlineNanos() : System.nanoTime() + sleepNanos;
        }

        @Override
        public void initialize() {
            try {
                io.initialize();
            } catch (Throwable e) {
                fail(e);
                throw e;
            }
        }

        @Override
        public void prepareToDestroy() {
            io.prepareToDestroy();
        }

        @Override
        public void destroy() {
            io.destroy();
            readBuffer.release();
        }

        @Override
        public IoRegistration register(IoHandle handle) throws Exception {
            return io.register(handle);
        }

        @Override
        public void wakeup() {
            io.wakeup();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return io.isCompatible(handleType);
        }
    }

    /** Called before the first event is handled, because what the handlers publish need not wake this loop. */
    void wakeUp() {
        if (asleep) {
            asleep = false;
            core.awake();
        }
    }

    private void resumeReading() {
        for (int n = toResume.size(); n > 0; n--) {
            toResume.remove().resumeNow();
        }
    }

    private void closeConnections() {
        NettyConnection connection;
        while ((connection = toClose.poll()) != null) {
            connection.closeNow();
        }
    }

    // ---- Failures. Netty would log them and go on.

    /** An event of a connection. */
    interface Event {
        void handle() throws Throwable;
    }

    /** Handles an event that Netty reports outside the pipeline. */
    void guard(Event event) {
        try {
            wakeUp();
            event.handle();
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Passes a failure on to the server, once, because its consequences may fail as well. */
    void fail(Throwable cause) {
        if (!failed) {
            failed = true;
            server.fail(cause);
        }
    }

    /** Throws the cause again, unless it is a failure that any peer may cause and that closes its connection only. */
    static void requireFailureOfPeer(Throwable cause) throws Throwable {
        if (!(cause instanceof IOException
                || cause instanceof DecoderException // what the peer has sent is not TLS
                || cause instanceof ChannelException // an option could not be set, because the connection is gone
                || cause instanceof NotYetConnectedException)) { // Netty's word for ENOTCONN
            throw cause;
        }
    }

    // ---- For its connections.

    Loop core() {
        return core;
    }

    IoHandler io() {
        return io;
    }

    Iovecs iovecs() {
        return iovecs;
    }

    /** Returns a buffer for one read, which must be released before the next one. */
    ByteBuf readBuffer(int bytes) {
        readBuffer.clear().retain();
        return bytes < Inbound.READ_BUDGET_BYTES ? readBuffer.slice(0, bytes).clear() : readBuffer;
    }

    /** Returns true if the next write goes straight to the kernel, and counts it. */
    boolean takeWriteAtOnce() {
        return --writesAtOnce >= 0;
    }

    void resumeLater(NettyConnection connection) {
        toResume.add(connection);
    }

    void closeLater(NettyConnection connection) {
        toClose.add(connection);
    }

    void onOpened(NettyConnection connection) {
        open.add(connection);
    }

    void onClosed(NettyConnection connection) {
        open.remove(connection);
        connections.decrementAndGet();
    }

    // ---- Any thread.

    /** Takes over a new channel. */
    void hand(Channel channel) {
        var connection = tls == null
                ? new NettyConnection(this, transport, channel)
                : new NettyTlsConnection(this, transport, channel, tls);
        connection.prepare();
        connections.incrementAndGet();
        eventLoop.register(channel).addListener(registered -> {
            if (!registered.isSuccess()) {
                connections.decrementAndGet();
                channel.unsafe().closeForcibly();
                guard(() -> requireFailureOfPeer(registered.cause()));
            }
        });
    }

    /** Returns the number of connections of the loop. */
    int connections() {
        return connections.get();
    }

    /** Closes all connections, then the loop. Returns when its thread has ended. */
    void end() {
        while (connections() > 0 && !eventLoop.isShuttingDown()) {
            eventLoop.execute(() -> guard(() -> open.forEach(NettyConnection::closeForStop)));
            pause();
        }
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        core.close();
    }

    private void pause() {
        var _ = eventLoop.terminationFuture().awaitUninterruptibly(CLOSE_POLL_MILLIS);
    }
}
