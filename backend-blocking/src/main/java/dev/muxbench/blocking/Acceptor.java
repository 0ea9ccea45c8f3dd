package dev.muxbench.blocking;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts until the listener is closed.
 *
 * <p>When no descriptor or no thread is left it pauses and says so once.
 *
 * <p>Threads: its own.
 */
final class Acceptor implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
    private static final int LONGEST_BURST = 64;
    private static final long PAUSE_NANOS = 100_000_000L;

    private final ServerSocketChannel listener;
    private final Consumer<SocketChannel> accepted;
    private boolean failing;
    private int burst; // accepted since others had a turn

    Acceptor(ServerSocketChannel listener, Consumer<SocketChannel> accepted) {
        this.listener = listener;
        this.accepted = accepted;
    }

    @Override
    public void run() {
        while (listener.isOpen()) {
            try {
                accept(listener.accept());
            } catch (ClosedChannelException e) {
                LOG.debug("no longer accepting");
            } catch (IOException e) {
                pause(e.getMessage() + " (see ulimit -n)");
            }
        }
    }

    private void accept(SocketChannel channel) {
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        } catch (IOException e) {
            LOG.debug("connection lost while it was accepted: {}", e.getMessage());
            BlockingBackend.closeQuietly(channel);
            return;
        }
        try {
            accepted.accept(channel);
            reportRecovery();
            burst = (burst + 1) % LONGEST_BURST;
            if (burst == 0) {
                BlockingProvider.giveWay();
            }
        } catch (OutOfMemoryError e) { // what the JDK throws when the system gives it no more threads
            BlockingBackend.closeQuietly(channel);
            pause(e.getMessage() + " (see ulimit -u)");
        }
    }

    private void pause(String reason) {
        if (!failing) {
            failing = true;
            LOG.warn("cannot accept, trying again every 100 ms: {}", reason);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    private void reportRecovery() {
        if (failing) {
            failing = false;
            LOG.warn("accepting again");
        }
    }
}
