package dev.muxbench.cli.http;

import com.sun.net.httpserver.HttpExchange;
import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.core.ChatServer;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.relay.nats.NatsRelay;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages of {@code serve --admin}. There from before the server listens until after its last client has gone.
 *
 * <p>Threads: any.
 */
public final class AdminEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminEndpoint.class);

    private enum Stage {
        STARTING,
        READY,
        STOPPING
    }

    private final HttpEndpoint http;
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ChatServer server;
    private final @Nullable NatsRelay relay; // null for a server that is alone
    private volatile Stage stage = Stage.STARTING;

    private AdminEndpoint(HttpEndpoint http, ChatServer server, @Nullable NatsRelay relay) {
        this.http = http;
        this.server = server;
        this.relay = relay;
    }

    /**
     * Listens, though the server does not yet.
     *
     * @param relay null for a server that is alone
     * @throws CommandFailure if it cannot listen there
     */
    public static AdminEndpoint open(InetSocketAddress address, ChatServer server, @Nullable NatsRelay relay) {
        try {
            var endpoint = new AdminEndpoint(HttpEndpoint.bind(address, "admin"), server, relay);
            endpoint.openPages();
            endpoint.announce();
            return endpoint;
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot listen on " + HttpEndpoint.display(address) + ": " + e.getMessage() + " (--admin)");
        }
    }

    private void openPages() {
        http.page("/metrics", new MetricsHandler(registry));
        http.page("/healthz", exchange -> HttpEndpoint.answer(exchange, 200, "text/plain", "ok\n"));
        http.page("/readyz", this::tellWhetherReady);
        http.page("/sessions", new SessionsPage(server));
        http.start();
    }

    private void announce() {
        var address = http.address();
        LOG.info("admin pages on http://{}", HttpEndpoint.display(address));
        if (!address.getAddress().isLoopbackAddress()) {
            LOG.warn(
                    "admin pages have no authentication, and {} is not a loopback address: whoever reaches it reads them",
                    HttpEndpoint.display(address));
        }
    }

    private void tellWhetherReady(HttpExchange exchange) throws IOException {
        switch (stage) {
            case STARTING -> HttpEndpoint.answer(exchange, 503, "text/plain", "not listening yet\n");
            case READY -> {
                var obstacle = relay == null ? "" : relay.status().obstacle();
                HttpEndpoint.answer(
                        exchange,
                        obstacle.isEmpty() ? 200 : 503,
                        "text/plain",
                        obstacle.isEmpty() ? "ready\n" : obstacle + "\n");
            }
            case STOPPING -> HttpEndpoint.answer(exchange, 503, "text/plain", "stopping\n");
        }
    }

    /** Returns the address that was bound. */
    public InetSocketAddress address() {
        return http.address();
    }

    /** The server listens. */
    public void ready(Backend backend) {
        JvmMetrics.builder().register(registry);
        registry.register(new ServerMetrics(server, backend));
        if (relay != null) {
            registry.register(new RelayMetrics(relay));
        }
        stage = Stage.READY;
    }

    /** The server takes nobody new any more. */
    public void stopping() {
        stage = Stage.STOPPING;
    }

    @Override
    public void close() {
        http.close();
    }
}
