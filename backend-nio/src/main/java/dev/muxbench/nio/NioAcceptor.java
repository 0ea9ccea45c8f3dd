package dev.muxbench.nio;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts in bursts and hands each connection to the loop that has the fewest.
 *
 * <p>When no descriptor is left it pauses and says so once: the waiting connections would otherwise make the selector return
 * at once, for ever.
 *
 * <p>Threads: the first loop's, but for {@link #close()}.
 */
final class NioAcceptor {
    private static final Logger LOG = LoggerFactory.getLogger(NioAcceptor.class);
    private static final int BURST = 256;
    private static final long PAUSE_NANOS = 100_000_000L;

    private final ServerSocketChannel listener;
    private final List<NioEventLoop> loops;
    private @Nullable SelectionKey key;
    private boolean failing;
    private boolean paused;
    private long pauseEndNanos;

    NioAcceptor(ServerSocketChannel listener, List<NioEventLoop> loops) {
        this.listener = listener;
        this.loops = loops;
    }

    void register(Selector selector) throws IOException {
        key = listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    void onReady() {
        try {
            for (int i = 0; i < BURST; i++) {
                var channel = listener.accept();
                if (channel == null) {
                    break;
                }
                reportRecovery();
                prepare(channel);
            }
        } catch (ClosedChannelException e) {
            LOG.debug("no longer accepting");
        } catch (IOException e) {
            pause(e);
        }
    }

    private void prepare(SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        } catch (IOException e) {
            LOG.debug("connection lost while it was accepted: {}", e.getMessage());
            closeQuietly(channel);
            return;
        }
        leastLoaded().hand(channel);
    }

    private NioEventLoop leastLoaded() {
        var best = loops.getFirst();
        for (var loop : loops) {
            if (loop.connections() < best.connections()) {
                best = loop;
            }
        }
        return best;
    }

    private void pause(IOException cause) {
        if (!failing) {
            failing = true;
            LOG.warn("cannot accept, trying again every 100 ms: {} (see ulimit -n)", cause.getMessage());
        }
        paused = true;
        pauseEndNanos = System.nanoTime() + PAUSE_NANOS;
        wantAccept(0);
    }

    private void reportRecovery() {
        if (failing) {
            failing = false;
            LOG.warn("accepting again");
        }
    }

    /** How long the loop may sleep before {@link #resumeIfDue()} has something to do. */
    long pauseNanos() {
        return paused ? Math.max(1, pauseEndNanos - System.nanoTime()) : Long.MAX_VALUE;
    }

    void resumeIfDue() {
        if (paused && System.nanoTime() - pauseEndNanos >= 0) {
            paused = false;
            wantAccept(SelectionKey.OP_ACCEPT);
        }
    }

    private void wantAccept(int operations) {
        if (key != null && key.isValid()) {
            key.interestOps(operations);
        }
    }

    /** Any thread. */
    void close() {
        closeQuietly(listener);
    }

    static void closeQuietly(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing: {}", e.getMessage());
        }
    }
}
