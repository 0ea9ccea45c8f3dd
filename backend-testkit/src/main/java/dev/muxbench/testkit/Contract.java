package dev.muxbench.testkit;

import dev.muxbench.core.ServerConfig;
import dev.muxbench.core.spi.BackendProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What the parts of the contract share: servers that are closed, and found empty, after each test. */
public abstract class Contract {
    protected static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final BackendProvider provider;
    private final List<TestServer> servers = new ArrayList<>();

    protected Contract(BackendProvider provider) {
        this.provider = provider;
    }

    protected BackendProvider provider() {
        return provider;
    }

    protected TestServer serve() {
        return serve(ServerConfig.defaults(), 1);
    }

    protected TestServer serve(ServerConfig config, int ioThreads) {
        return closedLater(TestServer.start(provider, config, ioThreads));
    }

    TestServer closedLater(TestServer server) {
        servers.add(server);
        return server;
    }

    /** Small marks and short times, so that overload comes early. */
    protected static ServerConfig tight() {
        return new ServerConfig(2000, 1024, 100, 256 << 10, TIMEOUT, 64 << 20, Duration.ofMillis(500));
    }

    @AfterEach
    void nothingIsLeft() {
        try {
            servers.forEach(TestServer::closeAndCheck);
        } finally {
            servers.forEach(TestServer::close);
        }
    }
}
