package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.status.ServerStatus;
import dev.muxbench.core.status.SessionStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a server says of itself. */
abstract class WatchingContract extends Contract {
    private static final int LINES_AT_ONCE = 50;

    private long sentToServer;
    private long sentByServer;
    private int linesSent;
    private int waits; // for what the server sends: each ends with a send of its own

    WatchingContract(World world) {
        super(world);
    }

    private void say(TestClient client, String text) {
        client.send(text);
        sentToServer += bytes(text);
    }

    private void hear(TestClient client, String text) {
        client.expect(text);
        onSent(text);
    }

    private void onSent(String text) {
        sentByServer += bytes(text);
        linesSent += (int) text.lines().count();
        waits++;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private TestClient enter(TestServer server) {
        onSent(TestClient.WELCOME);
        return server.connect();
    }

    @Test
    void whatIsCountedIsExactlyWhatHappened() {
        var config = new ServerConfig(3, 64, 10, 256 << 10, TIMEOUT, 64 << 20, Duration.ofMillis(500));
        var server = serve(config, 2);
        var a = enter(server);
        var b = enter(server);
        var c = enter(server);
        var refused = server.connectSilently();
        assertThat(refused.readToEnd()).isEqualTo("Server full\n");
        onSent("Server full\n");
        refused.close();

        say(a, "hi\n");
        hear(b, "user:1> hi\n");
        hear(c, "user:1> hi\n");
        say(b, "/nick zoé\none\ntwo\n");
        hear(a, "zoé> one\nzoé> two\n");
        hear(c, "zoé> one\nzoé> two\n");
        say(a, "x".repeat(65) + "\n");
        hear(a, "Line too long (max 64 bytes)\n");
        say(c, "/msg zoé psst\n/join dev\nalone\n");
        hear(b, "user:3 (private)> psst\n");
        hear(c, "Joined dev\n");
        say(c, "/quit\n");
        assertThat(c.readToEnd()).isEmpty();
        c.close();
        say(b, "the end");
        b.halfClose();
        hear(a, "zoé> the end\n");
        assertThat(b.readToEnd()).isEmpty();
        await(() -> server.openConnections() == 1);

        await(() -> server.chat().counters().sentBytes() == sentByServer);
        var status = status(server, 10);
        assertCounters(status);
        assertThat(status.silentLoops()).isEmpty();
        assertThat(status.sessions()).isEqualTo(1);
        assertThat(status.waiting()).isZero();
        assertThat(status.rooms()).isEqualTo(new ServerStatus.Rooms(1, 0, 0, 0));
        assertThat(status.backlogs().counts()).startsWith(1).endsWith(0);
        assertThat(status.backlogs().sumBytes()).isZero();
        assertThat(status.listed()).singleElement().satisfies(session -> {
            assertThat(session.nick()).isEqualTo("user:1");
            assertThat(session.room()).isEqualTo("lobby");
            assertThat(String.valueOf(session.address())).endsWith(":" + a.localPort());
            assertThat(session.receivedLines()).isEqualTo(2);
            assertThat(session.receivedBytes()).isEqualTo(3 + 66);
            assertThat(session.lines()).isEqualTo(3);
            assertThat(session.sentBytes())
                    .isEqualTo(bytes(
                            TestClient.WELCOME + "zoé> one\nzoé> two\nLine too long (max 64 bytes)\nzoé> the end\n"));
            assertThat(session.backlogBytes()).isZero();
            assertThat(session.ageNanos()).isPositive();
            assertThat(session.input()).isEqualTo(SessionStatus.Input.READING);
        });
    }

    private void assertCounters(ServerStatus status) {
        var counters = status.counters();
        assertThat(counters.accepted()).isEqualTo(4);
        assertThat(counters.closed(CloseReason.SERVER_FULL)).isEqualTo(1);
        assertThat(counters.closed(CloseReason.CLIENT_LEFT)).isEqualTo(2);
        assertThat(counters.closed()).isEqualTo(3);
        assertThat(counters.receivedBytes()).isEqualTo(sentToServer);
        assertThat(counters.receivedLines()).isEqualTo(10);
        assertThat(counters.relayedLines()).isEqualTo(5);
        assertThat(counters.refusedLines()).isEqualTo(1);
        assertThat(counters.deliveries()).isEqualTo(2 + 4 + 1 + 0 + 1);
        assertThat(counters.sends()).isBetween((long) waits, (long) linesSent);
        assertThat(counters.heldInputs()).isZero();
        assertThat(counters.pushbackNanos()).isZero();
        assertThat(counters.busyNanos()).isPositive();
        assertThat(counters.wakeUps()).isPositive();
    }

    /** Those that do not read are behind by what they have not been sent; those that send to them wait. */
    @Test
    void whoIsBehindIsToldFirst() {
        var config =
                new ServerConfig(10, 1024, 10, 256 << 10, Duration.ofMinutes(10), 64 << 20, Duration.ofMillis(500));
        var server = serve(config, 2);
        server.connect(3).forEach(reader -> run(reader::drain));
        var stuck = server.connectSlow();
        var sender = server.connect();
        var lines = ("x".repeat(1000) + "\n").repeat(LINES_AT_ONCE);
        var stuckEnd = ":" + stuck.localPort();
        var sent = new AtomicLong();
        var seen = new AtomicReference<ServerStatus>();
        await(() -> {
            if (server.chat().counters().relayedLines() == sent.get()) {
                sender.send(lines);
                sent.addAndGet(LINES_AT_ONCE);
            }
            seen.set(status(server, 2));
            return seen.get().waiting() == 1 && isFirst(stuckEnd, seen.get());
        });
        var status = seen.get();
        assertThat(status.sessions()).isEqualTo(5);
        assertThat(status.listed()).hasSize(2);
        var worst = status.listed().getFirst();
        assertThat(worst.lines()).isGreaterThan(128);
        assertThat(status.backlogs().sumBytes()).isGreaterThanOrEqualTo(worst.backlogBytes());
        assertThat(status.rooms().overHighWater()).isEqualTo(1);
        assertThat(status.rooms().largestBacklogBytes()).isGreaterThan(256 << 10);
        assertThat(status.counters().pushbackNanos()).isPositive();
        assertThat(server.chat().logSegments()).isGreaterThan(1);
    }

    private static ServerStatus status(TestServer server, int mostSessions) {
        try {
            return server.chat().status(mostSessions);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isFirst(String addressEnd, ServerStatus status) {
        var worst = status.listed().getFirst();
        return worst.backlogBytes() > 128 << 10
                && String.valueOf(worst.address()).endsWith(addressEnd);
    }
}
