package dev.muxbench.testkit;

import dev.muxbench.core.ServerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** What the parts of the contract share: servers that are closed, and found empty, after each test. */
abstract class Contract {
    static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final World world;
    private final List<TestServer> servers = new ArrayList<>();

    Contract(World world) {
        this.world = world;
    }

    World world() {
        return world;
    }

    Background run(Runnable task) {
        return world.run(task);
    }

    void await(BooleanSupplier condition) {
        world.await(condition);
    }

    void letPass(Duration time) {
        world.letPass(time);
    }

    TestServer serve() {
        return serve(ServerConfig.defaults(), 1);
    }

    TestServer serve(ServerConfig config, int ioThreads) {
        return closedLater(TestServer.start(world, config, ioThreads, null, null));
    }

    TestServer closedLater(TestServer server) {
        servers.add(server);
        return server;
    }

    /** Small marks and short times, so that overload comes early. */
    static ServerConfig tight() {
        return new ServerConfig(2000, 1024, 100, 256 << 10, TIMEOUT, 64 << 20, Duration.ofMillis(500));
    }

    @AfterEach
    void nothingIsLeft() {
        try {
            servers.forEach(TestServer::closeAndCheck);
            world.close();
        } finally {
            servers.forEach(TestServer::close);
        }
    }
}
