package dev.muxbench.netty;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.IoLoop;
import dev.muxbench.core.ServerConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.FastThreadLocalThread;
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
 * <p>Threads: its own, but for {@link #hand}, {@link #connections()} and {@link #end()}.
 */
final class NettyLoop {
    private static final long CLOSE_POLL_MILLIS = 2;

    private final NettyProvider transport;
    private final ChatServer server;
    private final @Nullable NettyTls tls;
    private final EventLoop eventLoop;
    private final IoLoop core;
    private final IoHandler io;
    private final ByteBuf readBuffer = Unpooled.directBuffer(ServerConfig.READ_BUDGET_BYTES);
    private final Set<NettyConnection> open = new LinkedHashSet<>();
    private final ArrayDeque<NettyConnection> toResume = new ArrayDeque<>();
    private final ArrayDeque<NettyConnection> toClose = new ArrayDeque<>();
    private final AtomicInteger connections = new AtomicInteger(); // handed over and not closed yet
    private boolean asleep;
    private int writesAtOnce; // left of this turn

    /** @param tls null for plain text */
    NettyLoop(String name, NettyProvider transport, ChatServer server, @Nullable NettyTls tls) {
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

        @Override
        public int run(IoHandlerContext context) {
            outer = context;
            writesAtOnce = transport.writesAtOnce();
            int handled = io.run(this);
            wakeUp();
            resumeReading();
            core.runTurn();
            closeConnections();
            return handled;
        }

        @Override
        public boolean canBlock() {
            if (outer.canBlock() && toResume.isEmpty() && toClose.isEmpty() && core.prepareToSleep()) {
                asleep = true;
                return true;
            }
            return false;
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            return Math.min(outer.delayNanos(currentTimeNanos), core.sleepNanos());
        }

        @Override
        public long deadlineNanos() {
            long sleep = core.sleepNanos();
            return sleep == Long.MAX_VALUE ? outer.deadlineNanos() : System.nanoTime() + sleep;
        }

        @Override
        public void initialize() {
            io.initialize();
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

    /** Before the first event is handled: what the handlers publish need not wake this loop. */
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

    // ---- For its connections.

    IoLoop core() {
        return core;
    }

    /** Room for one read; to be released before the next one. */
    ByteBuf readBuffer(int bytes) {
        readBuffer.clear().retain();
        return bytes < ServerConfig.READ_BUDGET_BYTES
                ? readBuffer.slice(0, bytes).clear()
                : readBuffer;
    }

    /** Whether the next write goes straight to the kernel; counts it. */
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
        connections.incrementAndGet();
        var connection = tls == null
                ? new NettyConnection(this, transport, channel)
                : new NettyTlsConnection(this, transport, channel, tls);
        connection.prepare();
        eventLoop.register(channel).addListener(registered -> {
            if (!registered.isSuccess()) {
                connections.decrementAndGet();
                channel.unsafe().closeForcibly();
            }
        });
    }

    /** How many connections the loop has. */
    int connections() {
        return connections.get();
    }

    /** Closes all connections, then the loop; returns when its thread has ended. */
    void end() {
        while (connections() > 0 && !eventLoop.isShuttingDown()) {
            eventLoop.execute(() -> open.forEach(NettyConnection::closeForStop));
            pause();
        }
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        server.closeLoop(core);
    }

    private void pause() {
        var _ = eventLoop.terminationFuture().awaitUninterruptibly(CLOSE_POLL_MILLIS);
    }
}
