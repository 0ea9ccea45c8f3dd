package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.config.ServerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLockTarget;

/**
 * What the parts of the contract share: servers that are closed, and found empty, after each test.
 *
 * <p>The tests of all parts run side by side where JUnit is told to, because most of them wait. One that looks at what the whole JVM
 * does runs alone. The locks are the methods': one of the class would keep these in a row.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = Contract.JVM, mode = ResourceAccessMode.READ, target = ResourceLockTarget.CHILDREN)
abstract class Contract {
    static final String JVM = "dev.muxbench.testkit.jvm";
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

    /** All listeners hear all that is said until so many others are closed for being slow, and a little more. */
    void talkUntilClosed(TestServer server, TestClient sender, List<TestClient> listeners, int slow) {
        long giveUp = world.nanoTime() + World.PATIENCE.toNanos();
        while (server.slowConsumers() < slow) {
            NumberedLines.talk(sender, "user:1", listeners);
            assertThat(world.nanoTime()).as("they are not closed").isLessThan(giveUp);
        }
        NumberedLines.talk(sender, "user:1", listeners);
    }

    /** Small marks and short times, so that overload comes early. */
    static ServerConfig tight() {
        return new ServerConfig(2000, 1024, 100, 256 << 10, TIMEOUT, 64 << 20, Duration.ofMillis(500));
    }

    /** Slow clients have an hour, because a busy machine would make them slow. */
    static ServerConfig patient() {
        return new ServerConfig(2000, 1024, 100, 256 << 10, Duration.ofHours(1), 64 << 20, TIMEOUT);
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
