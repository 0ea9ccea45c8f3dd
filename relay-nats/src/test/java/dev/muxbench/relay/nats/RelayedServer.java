package dev.muxbench.relay.nats;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.nio.NioBackendProvider;
import dev.muxbench.testkit.NatsProcess;
import dev.muxbench.testkit.TestClient;
import dev.muxbench.testkit.TestServer;
import java.time.Duration;
import java.util.List;

/** A chat server of a test that is joined with others. Threads: the test's. */
final class RelayedServer implements AutoCloseable {
    final NatsRelay relay;
    final TestServer server;

    RelayedServer(NatsProcess nats) throws RelayProblem {
        this(settings(nats.url()), ServerConfig.defaults(), false);
    }

    RelayedServer(NatsSettings settings, ServerConfig config, boolean optional) throws RelayProblem {
        relay = NatsRelay.connect(settings, optional);
        server = TestServer.start(
                new NioBackendProvider(),
                config,
                chat -> chat.join(joined -> relay.join(joined, config.maxClients(), config.highWaterBytes())));
        relay.start();
    }

    static NatsSettings settings(String url) {
        return new NatsSettings(List.of(url), "test", null, null, Duration.ofMinutes(5), 256L << 20, 1, false);
    }

    TestClient connect() {
        return server.connect();
    }

    @Override
    public void close() {
        server.close();
        relay.close();
    }
}
