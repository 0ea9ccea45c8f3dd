package dev.muxbench.relay.nats;

import dev.muxbench.tls.ClientTls;
import dev.muxbench.tls.TlsProblem;
import dev.muxbench.tls.TlsTrust;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections to NATS, which reconnect by themselves. Threads: any. */
final class NatsConnections {
    /** Timeout for an answer of NATS. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(NatsConnections.class);
    private static final Duration CLEANUP = Duration.ofMillis(500); // accuracy of the timeout
    private static final Duration RECONNECT_AFTER = Duration.ofMillis(200);
    private static final Duration PING = Duration.ofSeconds(5);
    private static final int PINGS_WITHOUT_ANSWER = 2;

    private NatsConnections() {}

    /**
     * Returns the options of a connection.
     *
     * @param onReconnected called whenever the connection is back
     * @throws RelayProblem if a file named in the settings is wrong
     */
    static Options options(NatsSettings settings, String name, Runnable onReconnected) throws RelayProblem {
        var watcher = new Watcher(onReconnected);
        var options = Options.builder()
                .servers(settings.servers().toArray(String[]::new))
                .connectionName(name)
                .connectionTimeout(PATIENCE)
                .requestCleanupInterval(CLEANUP)
                .maxReconnects(-1)
                .reconnectWait(RECONNECT_AFTER)
                .reconnectBufferSize(0) // the outbox repeats unsent batches, and late signals are useless
                .pingInterval(PING)
                .maxPingsOut(PINGS_WITHOUT_ANSWER)
                .connectionListener(watcher)
                .errorListener(watcher);
        try {
            var credentials = settings.credentials();
            if (credentials != null) {
                if (!Files.isReadable(credentials)) {
                    throw new IllegalArgumentException("cannot read " + credentials + " (--relay-creds)");
                }
                options.authHandler(Nats.credentials(credentials.toString()));
            }
            if (settings.trusted() != null) {
                options.sslContext(ClientTls.of(new TlsTrust("", settings.trusted(), false, null, null))
                        .context());
            }
            return options.build();
        } catch (TlsProblem | IllegalArgumentException e) {
            throw new RelayProblem(inWords(e), e);
        }
    }

    static Connection open(Options options) throws RelayProblem {
        var servers = options.getServers().stream()
                .map(server -> server.getScheme() + "://" + server.getHost() + ":" + server.getPort()) // no password
                .collect(Collectors.joining(","));
        try {
            return Nats.connect(options);
        } catch (AuthenticationException e) {
            throw new RelayProblem(
                    "the relay " + servers + " does not let this server in: " + e.getMessage() + " (--relay-creds)", e);
        } catch (IOException e) {
            throw new RelayProblem(
                    "cannot reach the relay " + servers + ": " + inWords(e)
                            + "; start nats-server there, or let this server do without: --relay-optional",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RelayProblem("interrupted", e);
        }
    }

    static void close(Connection connection) {
        try {
            connection.flush(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | IllegalStateException e) {
            LOG.debug("relay", e);
        }
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the message of the root cause. */
    static String inWords(Exception failure) {
        Exception cause = failure;
        while (cause.getCause() instanceof Exception deeper) {
            cause = deeper;
        }
        return String.valueOf(cause.getMessage());
    }

    /** Logs the client library's events, and reports reconnection. */
    @SuppressWarnings("deprecation") // the library requires a deprecated method
    private record Watcher(Runnable onReconnected) implements ConnectionListener, ErrorListener {
        @Override
        public void connectionEvent(Connection of, Events event) {
            LOG.debug("relay: {}", event);
            if (event == Events.RESUBSCRIBED) {
                onReconnected.run();
            }
        }

        @Override
        public void errorOccurred(Connection of, String error) {
            LOG.debug("relay: {}", error);
        }

        @Override
        public void exceptionOccurred(Connection of, Exception exception) {
            LOG.debug("relay", exception);
        }
    }
}
