package dev.muxbench.cli;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.spi.Backend;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a server: what was said is delivered, and then everybody is sent away, all within a time.
 *
 * <p>Threads: one.
 */
final class Shutdown {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
    private static final long POLL_MILLIS = 5;

    private final ChatServer server;
    private final long beginNanos = System.nanoTime();

    private Shutdown(ChatServer server) {
        this.server = server;
    }

    static void of(ChatServer server, Backend backend, Duration limit) {
        var shutdown = new Shutdown(server);
        LOG.info("stopping, {} there, for at most {}", clients(server.clients()), Durations.exact(limit));
        backend.stopAccepting();
        server.stop();
        if (!shutdown.isDoneWithin(limit.dividedBy(2))) {
            server.stopAtOnce(); // some room cannot be told everything: the others are not to wait for it any longer
            shutdown.isDoneWithin(limit);
        }
        int left = server.clients();
        if (left > 0) {
            LOG.warn("{} still there after {} (--drain-timeout)", clients(left), Durations.exact(limit));
        }
        backend.close();
        server.close();
        LOG.info("stopped after {} ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - shutdown.beginNanos));
    }

    private static String clients(int count) {
        return count == 1 ? "1 client" : count + " clients";
    }

    /** Waits for the last client to go. */
    private boolean isDoneWithin(Duration sinceBegin) {
        while (server.clients() > 0) {
            if (System.nanoTime() - beginNanos >= sinceBegin.toNanos()) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
