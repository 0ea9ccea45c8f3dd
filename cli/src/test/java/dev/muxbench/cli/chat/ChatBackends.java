package dev.muxbench.cli.chat;

import dev.muxbench.cli.serve.Backends;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.Availability;
import dev.muxbench.core.spi.BackendProvider;
import dev.muxbench.testkit.TestServer;
import java.time.Duration;
import java.util.List;

/** Servers to chat with, and how. */
final class ChatBackends {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private ChatBackends() {}

    /** Names of those that work here. */
    static List<String> available() {
        return Backends.all().stream()
                .filter(backend -> backend.availability() instanceof Availability.Available)
                .map(BackendProvider::name)
                .toList();
    }

    static TestServer start(String backend) {
        return TestServer.start(Backends.require(backend), ServerConfig.defaults(), 1);
    }

    static ServerAddress address(TestServer server) {
        return new ServerAddress("127.0.0.1", server.backend().address().getPort());
    }

    /** Reconnects at once. */
    static ChatConfig config(ServerAddress address, String nick, String room, boolean reconnect) {
        return new ChatConfig(
                address,
                null,
                nick,
                room,
                reconnect,
                false,
                false,
                1024,
                PATIENCE,
                PATIENCE,
                PATIENCE,
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                Duration.ofMillis(1),
                PATIENCE);
    }
}
