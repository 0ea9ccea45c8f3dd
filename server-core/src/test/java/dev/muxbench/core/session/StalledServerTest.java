package dev.muxbench.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.TestConnection;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Inbound;
import dev.muxbench.core.spi.Loop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The time in which the server itself did not run counts against nobody. */
class StalledServerTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long STEP_NANOS = 50_000_000L;

    private long nowNanos;
    private final ChatServer server = new ChatServer(
            new ServerConfig(
                    100, 1024, 10, ServerConfig.MIN_HIGH_WATER_BYTES, TIMEOUT, 1 << 20, Duration.ofMillis(500)),
            () -> nowNanos);
    private final Loop loop = server.openLoop(() -> {});
    private final List<TestConnection> clients = new ArrayList<>();

    private Inbound connect() {
        var client = new TestConnection();
        clients.add(client);
        var session = loop.accept(client);
        turn();
        return session;
    }

    private void turn() {
        loop.awake();
        loop.runTurn();
    }

    private void pass(Duration time) {
        for (long end = nowNanos + time.toNanos(); nowNanos < end; ) {
            nowNanos += STEP_NANOS;
            turn();
        }
    }

    private static void say(Inbound session, String text) {
        session.readBudget();
        session.onBytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void fillTheRoom(Inbound sender) {
        var lines = ("x".repeat(99) + "\n").repeat(150);
        while (server.counters().heldInputs() == 0) {
            say(sender, lines);
            turn();
        }
    }

    @Test
    void aSlowMemberIsNotBlamedForAStall() {
        var sender = connect();
        connect();
        connect();
        connect();
        clients.getLast().reads = false;
        fillTheRoom(sender);
        pass(Duration.ofSeconds(2));
        for (int i = 0; i < 10; i++) {
            nowNanos += Duration.ofMillis(1500).toNanos();
            turn();
        }
        pass(Duration.ofSeconds(5)); // 7 in all: the first that stands still may cost three quarters of the timeout
        assertThat(clients.getLast().closed).isNull();
        pass(Duration.ofSeconds(1));
        assertThat(clients.getLast().closed).isEqualTo(CloseReason.SLOW_CONSUMER);
        assertThat(clients.stream().filter(client -> client.closed != null)).hasSize(1);
    }

    /** A loop that has too much to do turns seldom: a member that takes what each turn offers it is as fast as can be. */
    @Test
    void whoIsOfferedLittleIsNotSlow() {
        int bytesOfATurn = (int) ServerConfig.MIN_HIGH_WATER_BYTES / 18;
        var sender = connect();
        connect();
        connect();
        var member = connect();
        clients.getLast().mayTake = 0;
        fillTheRoom(sender);
        for (int i = 0; i < 600; i++) {
            nowNanos += 8 * STEP_NANOS;
            clients.getLast().mayTake = bytesOfATurn;
            member.onWritable(0);
            if (sender.readBudget() > 0) {
                sender.onBytes(
                        ByteBuffer.wrap(("x".repeat(99) + "\n").repeat(200).getBytes(StandardCharsets.UTF_8)));
            }
            turn();
        }
        assertThat(clients.getLast().received.length()).isGreaterThan(500 * bytesOfATurn);
        assertThat(clients.getLast().closed).isNull();
    }

    @Test
    void whoLeavesHasItsTimeToReadTheRest() {
        connect();
        var leaving = connect();
        clients.getLast().reads = false;
        say(leaving, "/nope\n/quit\n");
        pass(Duration.ofSeconds(2));
        nowNanos += Duration.ofHours(1).toNanos();
        pass(TIMEOUT.dividedBy(2));
        assertThat(clients.getLast().closed).isNull();
        pass(TIMEOUT);
        assertThat(clients.getLast().closed).isEqualTo(CloseReason.SLOW_CONSUMER);
    }
}
