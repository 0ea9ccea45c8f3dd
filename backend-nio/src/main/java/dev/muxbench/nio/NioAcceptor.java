package dev.muxbench.nio;

import dev.muxbench.channels.AcceptFailures;
import dev.muxbench.channels.Sockets;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts in bursts and hands each connection to the loop with the fewest.
 *
 * <p>Threads: the first loop's, except {@link #close()}.
 */
final class NioAcceptor {
    private static final Logger LOG = LoggerFactory.getLogger(NioAcceptor.class);
    private static final int BURST = 256;

    private final ServerSocketChannel listener;
    private final List<NioEventLoop> loops;
    private final AcceptFailures failures = new AcceptFailures();
    private @Nullable SelectionKey key;
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
                failures.end();
                if (Sockets.prepare(channel, false)) {
                    leastLoaded().hand(channel);
                }
            }
        } catch (ClosedChannelException e) {
            LOG.debug("no longer accepting");
        } catch (IOException e) {
            if (failures.mustPause(String.valueOf(e.getMessage()), "ulimit -n")) {
                pause();
            }
        }
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

    private void pause() {
        paused = true;
        pauseEndNanos = System.nanoTime() + AcceptFailures.PAUSE_NANOS;
        wantAccept(0);
    }

    /** Returns how long the loop may sleep before {@link #resumeIfDue()} has something to do. */
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
        Sockets.closeQuietly(listener);
    }
}
