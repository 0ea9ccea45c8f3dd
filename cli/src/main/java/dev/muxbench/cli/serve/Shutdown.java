package dev.muxbench.cli.serve;

import dev.muxbench.cli.option.Durations;
import dev.muxbench.core.ChatServer;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.relay.nats.NatsRelay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

    /** @param relay null for a server that is alone */
    static void of(ChatServer server, Backend backend, @Nullable NatsRelay relay, Duration limit) {
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
        if (relay != null) {
            shutdown.leave(relay, limit);
        }
        backend.close();
        server.close();
        LOG.info("stopped after {} ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - shutdown.beginNanos));
    }

    /** Leaves the relay after what was said here has reached the other servers. */
    private void leave(NatsRelay relay, Duration limit) {
        var left = limit.minusNanos(System.nanoTime() - beginNanos);
        try {
            if (!relay.drain(left.isNegative() ? Duration.ZERO : left)) {
                LOG.error(
                        "{} bytes that were said here are lost for other servers: the relay did not take them in time"
                                + " (--drain-timeout)",
                        relay.status().waitingBytes());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        relay.close();
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
