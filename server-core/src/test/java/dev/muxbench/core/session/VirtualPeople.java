package dev.muxbench.core.session;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.TestConnection;
import dev.muxbench.core.config.OverloadPolicy;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Loop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Servers and the people on them, in virtual time. */
abstract class VirtualPeople {
    static final Duration TIMEOUT = Duration.ofSeconds(10);
    static final long STEP_NANOS = 50_000_000L;
    static final int BATCH_LINES = 150;
    static final String BATCH = ("x".repeat(99) + "\n").repeat(BATCH_LINES);

    long nowNanos;
    final ChatServer server = new ChatServer(config(OverloadPolicy.PUSHBACK, 64 << 20), () -> nowNanos);
    final People lobby = new People(server);

    static ServerConfig config(OverloadPolicy policy, long logMemoryBytes) {
        return new ServerConfig(
                        1000,
                        1024,
                        100,
                        ServerConfig.MIN_HIGH_WATER_BYTES,
                        TIMEOUT,
                        logMemoryBytes,
                        Duration.ofSeconds(2))
                .withOverload(policy, ServerConfig.MIN_MAX_LAG_BYTES);
    }

    /** The people of a server that has one loop. */
    final class People {
        final ChatServer of;
        final Loop loop;
        final List<Client> clients = new ArrayList<>();

        People(ChatServer of) {
            this.of = of;
            this.loop = of.openLoop(() -> {});
        }

        Client connect() {
            var client = new Client(this);
            clients.add(client);
            turn();
            return client;
        }

        void turn() {
            loop.awake();
            loop.runTurn();
            for (var client : List.copyOf(clients)) {
                if (client.connection.closed != null) {
                    clients.remove(client);
                    client.session.onClosed(client.connection.closed);
                }
            }
        }

        void pass(Duration time) {
            for (long end = nowNanos + time.toNanos(); nowNanos < end; ) {
                nowNanos += STEP_NANOS;
                if (nowNanos % Duration.ofSeconds(1).toNanos() == 0) {
                    of.housekeep();
                }
                turn();
            }
        }

        /** Says as much as may be said within that time, and returns for how long that was nothing. */
        Duration talk(Client speaker, Duration time) {
            Duration silence = Duration.ZERO;
            for (long end = nowNanos + time.toNanos(); nowNanos < end; ) {
                boolean heard = false;
                for (int i = 0; i < 10; i++) {
                    heard |= speaker.tryToSay(BATCH);
                    turn();
                }
                pass(Duration.ofNanos(STEP_NANOS));
                silence = heard ? silence : silence.plusNanos(STEP_NANOS);
            }
            return silence;
        }
    }

    static final class Client {
        final TestConnection connection = new TestConnection();
        final Session session;

        Client(People people) {
            session = (Session) people.loop.accept(connection);
        }

        void say(String text) {
            session.onBytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }

        boolean tryToSay(String text) {
            if (session.input().isHolding()) {
                return false;
            }
            say(text);
            return true;
        }

        CloseReason closed() {
            return connection.closed;
        }
    }
}
