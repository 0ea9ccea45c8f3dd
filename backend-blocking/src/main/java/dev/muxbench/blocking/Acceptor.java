package dev.muxbench.blocking;

import dev.muxbench.channels.AcceptFailures;
import dev.muxbench.channels.Sockets;
import java.io.IOException;
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
 * <p>Threads: its own.
 */
final class Acceptor implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
    private static final int LONGEST_BURST = 64;

    private final ServerSocketChannel listener;
    private final Consumer<SocketChannel> accepted;
    private final AcceptFailures failures = new AcceptFailures();
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
                onFailure(e, "ulimit -n");
            }
        }
    }

    private void accept(SocketChannel channel) {
        if (!Sockets.prepare(channel, true)) {
            return;
        }
        try {
            accepted.accept(channel);
            failures.end();
            burst = (burst + 1) % LONGEST_BURST;
            if (burst == 0) {
                BlockingProvider.giveWay();
            }
        } catch (OutOfMemoryError e) { // thrown by the JDK when the system has no more threads
            Sockets.closeQuietly(channel);
            onFailure(e, "ulimit -u");
        }
    }

    private void onFailure(Throwable cause, String hint) {
        if (failures.mustPause(String.valueOf(cause.getMessage()), hint)) {
            LockSupport.parkNanos(AcceptFailures.PAUSE_NANOS);
        }
    }
}
