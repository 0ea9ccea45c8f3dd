package dev.muxbench.nio;

import dev.muxbench.channels.Sockets;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Inbound;
import dev.muxbench.core.spi.Loop;
import dev.muxbench.core.spi.Server;
import dev.muxbench.tls.TlsSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One selector, one thread, many connections.
 *
 * <p>Threads: its own, except {@link #hand}, {@link #connections()}, {@link #wake()}, {@link #requestEnd()} and
 * {@link #awaitEnd()}.
 */
final class NioEventLoop {
    private static final Logger LOG = LoggerFactory.getLogger(NioEventLoop.class);

    private final Server server;
    private final Thread thread;
    private final Selector selector;
    private final Loop core;
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(Inbound.READ_BUDGET_BYTES);
    private final ConcurrentLinkedQueue<SocketChannel> newcomers = new ConcurrentLinkedQueue<>();
    private final Consumer<SelectionKey> onReady = this::onReady;
    private final ArrayDeque<NioConnection> toClose = new ArrayDeque<>();
    private final @Nullable NioTls tls;
    private @Nullable NioAcceptor acceptor; // on the first loop only

    private final AtomicInteger connections = new AtomicInteger(); // handed over and not closed yet
    private volatile boolean ending; // written by any thread
    private boolean asleep;

    /** @param tls null for plain text */
    NioEventLoop(String name, Server server, @Nullable TlsSource tls) throws IOException {
        this.server = server;
        this.tls = tls == null ? null : new NioTls(tls);
        selector = Selector.open();
        core = server.openLoop(selector::wakeup);
        thread = new Thread(this::run, name);
    }

    Loop core() {
        return core;
    }

    /** Makes this loop accept. Called before {@link #start()}. */
    void accept(NioAcceptor listening) throws IOException {
        acceptor = listening;
        listening.register(selector);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!ending) {
                awaitEvents();
                registerNewcomers();
                if (tls != null) {
                    tls.turn(readBuffer);
                }
                core.runTurn();
                closeConnections();
            }
            closeAll();
            core.close();
            selector.close();
        } catch (Throwable e) {
            server.fail(e);
        }
    }

    /** Waits for events and handles them. */
    private void awaitEvents() throws IOException {
        if (mayWait() && core.prepareToSleep()) {
            asleep = true;
            selector.select(onReady, sleepMillis());
            wakeUp();
        } else {
            selector.selectNow(onReady);
        }
        if (acceptor != null) {
            acceptor.resumeIfDue();
        }
    }

    private boolean mayWait() {
        return tls == null || tls.sleepNanos() > 0;
    }

    /** Returns the longest wait, rounded up, so that a deadline is over when the loop wakes; 0 means no limit. */
    private long sleepMillis() {
        long nanos = core.sleepNanos();
        if (acceptor != null) {
            nanos = Math.min(nanos, acceptor.pauseNanos());
        }
        if (tls != null) {
            nanos = Math.min(nanos, tls.sleepNanos());
        }
        return nanos == Long.MAX_VALUE ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    }

    /** Called before the first event is handled, because what the handlers publish need not wake this loop. */
    private void wakeUp() {
        if (asleep) {
            asleep = false;
            core.awake();
        }
    }

    private void onReady(SelectionKey key) {
        wakeUp();
        if (key.attachment() instanceof NioConnection connection) {
            connection.onReady(readBuffer);
        } else if (acceptor != null) {
            acceptor.onReady();
        }
    }

    private void registerNewcomers() {
        SocketChannel channel;
        while ((channel = newcomers.poll()) != null) {
            register(channel);
        }
    }

    private void register(SocketChannel channel) {
        try {
            var key = channel.register(selector, SelectionKey.OP_READ);
            var connection =
                    tls == null ? new NioConnection(this, channel, key) : new NioTlsConnection(this, tls, channel, key);
            key.attach(connection);
            connection.begin();
        } catch (IOException e) {
            LOG.debug("connection lost before its first event: {}", e.getMessage());
            Sockets.closeQuietly(channel);
            connections.decrementAndGet();
        }
    }

    private void closeConnections() {
        NioConnection connection;
        while ((connection = toClose.poll()) != null) {
            connection.closeNow();
            connections.decrementAndGet();
        }
    }

    private void closeAll() {
        registerNewcomers();
        for (var key : selector.keys()) {
            if (key.attachment() instanceof NioConnection connection) {
                connection.close(CloseReason.SERVER_STOPPING);
            }
        }
        closeConnections();
    }

    void closeLater(NioConnection connection) {
        toClose.add(connection);
    }

    // ---- Any thread.

    /** Takes over a connection. */
    void hand(SocketChannel channel) {
        connections.incrementAndGet();
        newcomers.add(channel);
        if (Thread.currentThread() != thread) {
            wake();
        }
    }

    /** Returns the number of connections of the loop. */
    int connections() {
        return connections.get();
    }

    void wake() {
        selector.wakeup();
    }

    void requestEnd() {
        ending = true;
        wake();
    }

    void awaitEnd() {
        Sockets.join(thread);
    }
}
