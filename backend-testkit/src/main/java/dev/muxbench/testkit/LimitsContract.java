package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.config.ClientLimits;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a single client may do, and how many there may be. */
abstract class LimitsContract extends Contract {
    private static final int LINE_BYTES = 100;

    LimitsContract(World world) {
        super(world);
    }

    private TestServer serve(ClientLimits limits) {
        return serve(ServerConfig.defaults().withClientLimits(limits), 1);
    }

    private static String lines(int from, int to) {
        var lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append(line(i));
        }
        return lines.toString();
    }

    private static String line(int number) {
        return String.format("%0" + (LINE_BYTES - 1) + "d\n", number);
    }

    private static void expectLines(TestClient client, String nick, int count) {
        for (int i = 0; i < count; i++) {
            client.expect(nick + "> " + line(i));
        }
    }

    // ---- How many.

    @Test
    void noMoreThanSoManyComeFromOneAddress() {
        var server = serve(new ClientLimits(2, 0, 0, Duration.ZERO));
        var a = server.connect();
        server.connect();
        for (int i = 0; i < 20; i++) {
            var third = server.connectSilently();
            third.send("am I in?\n".repeat(100));
            assertThat(third.readToEnd()).isEqualTo("Too many connections from your address\n");
            third.close();
        }
        assertThat(server.chat().clients()).isEqualTo(2);
        await(() -> server.chat().counters().closed(CloseReason.ADDRESS_FULL) == 20);
        a.close();
        server.awaitClients(1);
        server.connect();
    }

    /** Ten thousand in all, in every manner of leaving. */
    @Test
    void afterThousandsHaveComeAndGoneThereIsRoomForAsManyAsBefore() {
        int most = 100;
        var config = new ServerConfig(most, 1024, 10, 256 << 10, TIMEOUT, 64 << 20, Duration.ofMillis(500))
                .withClientLimits(new ClientLimits(most, 0, 0, Duration.ZERO));
        var server = serve(config, 2);
        for (int round = 0; round < 100; round++) {
            var clients = new ArrayList<TestClient>();
            for (int i = 0; i < most; i++) {
                clients.add(server.connectPassing().expect(TestClient.WELCOME));
            }
            try (var oneTooMany = server.connectPassing()) {
                assertThat(oneTooMany.readToEnd()).isIn("Server full\n", "Too many connections from your address\n");
            }
            for (int i = 0; i < most; i++) {
                leave(clients.get(i), i);
            }
            server.awaitClients(0);
        }
    }

    private static void leave(TestClient client, int manner) {
        switch (manner % 4) {
            case 0 -> client.close();
            case 1 -> client.reset();
            case 2 -> client.send("/quit\n").drain();
            default -> client.halfClose().drain();
        }
        client.close();
    }

    // ---- How fast.

    @Test
    void whoSendsMoreLinesThanItMayIsHeardMoreSlowly() {
        var server = serve(new ClientLimits(0, 200, 0, Duration.ZERO));
        var a = server.connect();
        var b = server.connect();
        long begin = world().nanoTime();
        a.send(lines(0, 300)).halfClose();
        expectLines(b, "user:1", 300);
        assertThat(Duration.ofNanos(world().nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(490));
        assertThat(a.readToEnd()).isEmpty();
        assertThat(server.chat().counters().heldInputs()).isPositive();
    }

    @Test
    void whoSendsMoreBytesThanItMayIsHeardMoreSlowly() {
        var server = serve(new ClientLimits(0, 0, 200 * LINE_BYTES, Duration.ZERO));
        var a = server.connect();
        var b = server.connect();
        long begin = world().nanoTime();
        run(() -> a.send(lines(0, 300)));
        expectLines(b, "user:1", 300);
        assertThat(Duration.ofNanos(world().nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(490));
    }

    @Test
    void whoKeepsToItsRateNeverWaits() {
        var server = serve(new ClientLimits(0, 1000, 1000 * LINE_BYTES, Duration.ZERO));
        var a = server.connect();
        var b = server.connect();
        for (int i = 0; i < 10; i++) {
            a.send(lines(100 * i, 100 * (i + 1)));
        }
        expectLines(b, "user:1", 1000);
        assertThat(server.chat().counters().heldInputs()).isZero();
    }

    /** Though its lines wait, and will for seconds. */
    @Test
    void whoIsOverItsRateAndGoesIsNoticed() {
        var server = serve(new ClientLimits(0, 20, 0, Duration.ZERO));
        var leaving = server.connect();
        var listening = server.connect();
        var asking = server.connect();
        leaving.send(lines(0, 60));
        leaving.reset();
        await(() -> server.openConnections() == 2);
        int taken = (int) server.chat().counters().receivedBytes() / LINE_BYTES;
        asking.send("/msg user:1 are you there?\n");
        var line = asking.readLine();
        while (line.startsWith("user:1> ")) {
            line = asking.readLine();
        }
        assertThat(line).isEqualTo("No such nick: user:1\n");
        expectLines(listening, "user:1", taken);
    }

    // ---- How long.

    @Test
    void whoSendsNothingIsClosedAfterAWhile() {
        var server = serve(new ClientLimits(0, 0, 0, Duration.ofSeconds(3)));
        var active = server.connect();
        var silent = server.connect();
        var gone = new AtomicBoolean();
        var chatting = run(() -> {
            while (!gone.get()) {
                active.send("still here\n");
                letPass(Duration.ofMillis(20));
            }
        });
        assertThat(silent.readToEnd()).matches("(user:1> still here\n)+Idle for too long\n");
        gone.set(true);
        chatting.join();
        assertThat(server.chat().counters().closed(CloseReason.CLIENT_LEFT)).isZero();
        silent.close();
        server.awaitClients(1);
        assertThat(server.chat().counters().closed(CloseReason.IDLE)).isEqualTo(1);
    }
}
