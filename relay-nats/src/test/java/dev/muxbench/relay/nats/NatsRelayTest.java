package dev.muxbench.relay.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.testkit.NatsProcess;
import dev.muxbench.testkit.TestClient;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class NatsRelayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private NatsProcess nats;
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void startNats() {
        nats = NatsProcess.withJetStream(folder);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (var one : open.reversed()) {
            one.close();
        }
        nats.close();
    }

    private RelayedServer start() throws RelayProblem {
        return added(new RelayedServer(nats));
    }

    private RelayedServer added(RelayedServer server) {
        open.add(server);
        return server;
    }

    /** Two servers that know each other. */
    private List<RelayedServer> startTwo() throws RelayProblem {
        var two = List.of(start(), start());
        await().atMost(PATIENCE)
                .until(() -> two.stream().allMatch(one -> one.relay.status().servers() == 1));
        return two;
    }

    private static TestClient named(RelayedServer server, String nick) {
        var client = server.connect();
        client.send("/nick " + nick + "\n/join lobby\n").expect("Joined lobby\n");
        return client;
    }

    /** Says something until the other one hears it: both are where they are. */
    private static void meet(TestClient one, String nick, TestClient other) {
        one.send("hello\n");
        other.expect(nick + "> hello\n");
    }

    @Test
    void whatIsSaidOnOneServerIsHeardOnAllInItsOrder() throws RelayProblem {
        var two = startTwo();
        var ann = named(two.get(0), "ann");
        var bob = named(two.get(1), "bob");
        var cat = named(two.get(0), "cat");
        meet(ann, "ann", bob);
        cat.expect("ann> hello\n");
        var lines = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            lines.append("line ").append(i).append('\n');
        }
        ann.send(lines.toString());
        var heard = lines.toString().replace("line", "ann> line");
        bob.expect(heard);
        cat.expect(heard);
        bob.send("thank you\n");
        ann.expect("bob> thank you\n");
        assertThat(two.get(1).relay.counters().receivedLines()).isEqualTo(5001);
        assertThat(two.get(1).relay.counters().lostLines()).isZero();
    }

    @Test
    void roomsAreApart() throws RelayProblem {
        var two = startTwo();
        var ann = named(two.get(0), "ann");
        var bob = named(two.get(1), "bob");
        bob.send("/join größe\n").expect("Joined größe\n");
        ann.send("for the lobby\n/join GRÖSSE\nfor you\n").expect("Joined GRÖSSE\n");
        bob.expect("ann> for you\n");
    }

    @Test
    void aNickBelongsToOneClientOfAllServers() throws RelayProblem {
        var two = startTwo();
        var ann = named(two.get(0), "ann");
        var other = two.get(1).connect();
        other.send("/nick ANN\n").expect("Nick ANN is already in use\n");
        ann.send("/nick eve\nI am\n/join lobby\n").expect("Joined lobby\n");
        other.expect("eve> I am\n");
        await().atMost(PATIENCE).untilAsserted(() -> {
            other.send("/nick ann\n/who\n");
            var answer = other.readLine();
            if (answer.equals("Nick ann is already in use\n")) {
                other.readLine();
            }
            assertThat(answer).contains("ann", "eve");
        });
        ann.close();
        await().atMost(PATIENCE).until(() -> {
            other.send("/nick eve\n/who\n");
            var answer = other.readLine();
            if (answer.equals("Nick eve is already in use\n")) {
                other.readLine();
                return false;
            }
            return answer.equals("Here (1): eve\n");
        });
    }

    @Test
    void numbersOfNewcomersAreNotGivenTwice() throws RelayProblem {
        var two = startTwo();
        var nicks = new HashSet<String>();
        for (var server : two) {
            for (int i = 0; i < 20; i++) {
                var client = server.connect();
                client.send("/join room" + server.hashCode() + "x" + i + "\n/who\n");
                client.readLine();
                assertThat(nicks.add(client.readLine())).isTrue();
            }
        }
    }

    @Test
    void ofTwoWhoClaimANickAtTheSameTimeOneGetsIt() throws RelayProblem {
        var two = startTwo();
        var one = two.get(0).connect();
        var other = two.get(1).connect();
        for (int i = 0; i < 1000; i++) {
            var claim = "/nick n" + i + "\n/join r" + i + "\n";
            one.send(claim);
            other.send(claim);
            int refused = refused(one, i) + refused(other, i);
            assertThat(refused).as("nick n" + i).isEqualTo(1);
        }
    }

    private static int refused(TestClient client, int nick) {
        var first = client.readLine();
        if (first.equals("Joined r" + nick + "\n")) {
            return 0;
        }
        assertThat(first).isEqualTo("Nick n" + nick + " is already in use\n");
        client.expect("Joined r" + nick + "\n");
        return 1;
    }

    @Test
    void whoAndRoomsTellOfAllServers() throws RelayProblem {
        var two = startTwo();
        var ann = named(two.get(0), "ann");
        named(two.get(1), "bob").send("/join red\n").expect("Joined red\n");
        named(two.get(1), "cat");
        await().atMost(PATIENCE).until(() -> {
            ann.send("/who\n");
            return ann.readLine().equals("Here (2): ann, cat\n");
        });
        ann.send("/rooms\n").expect("Rooms: lobby (2), red (1)\n");
    }

    @Test
    void aPrivateMessageReachesANickOnAnyServer() throws RelayProblem {
        var two = startTwo();
        var ann = named(two.get(0), "ann");
        var bob = named(two.get(1), "bob");
        ann.send("/msg bob psst\n/msg nobody hm\n/msg BOB again\n/rooms\n");
        bob.expect("ann (private)> psst\nann (private)> again\n");
        ann.expect("No such nick: nobody\n");
        assertThat(ann.readLine()).startsWith("Rooms: ");
        bob.send("/msg ann yes?\n");
        ann.expect("bob (private)> yes?\n");
    }

    /** What it said before it leaves is said, and so are the answers to what it asked. */
    @Test
    void whoClosesItsSideIsAnsweredFirst() throws RelayProblem {
        var two = startTwo();
        var bob = named(two.get(1), "bob");
        var ann = two.get(0).connect();
        ann.send("/nick ann\nhi\n/msg nobody x\nbye").halfClose();
        bob.expect("ann> hi\nann> bye\n");
        assertThat(ann.readToEnd()).isEqualTo("No such nick: nobody\n");
    }

    @Test
    void nothingIsLostWhenNatsIsKilledAndComesBack() throws RelayProblem {
        var two = startTwo();
        var ann = named(two.get(0), "ann");
        var cat = named(two.get(0), "cat");
        var bob = named(two.get(1), "bob");
        meet(ann, "ann", bob);
        cat.expect("ann> hello\n");
        var heard = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            ann.send("line " + i + "\n");
            heard.append("ann> line ").append(i).append('\n');
            if (i == 100) {
                nats.kill();
            }
            if (i == 200) {
                cat.expect(heard.toString()); // the chat of this server goes on
                nats.start();
            }
        }
        bob.expect(heard.toString());
        assertThat(two.get(1).relay.counters().lostLines()).isZero();
        bob.send("I am here\n");
        ann.expect("bob> I am here\n");
        await().atMost(PATIENCE).until(() -> two.get(0).relay.status().isJoined());
    }

    @Test
    void nothingIsLostWhileNatsStandsStill() throws RelayProblem {
        var two = startTwo();
        var ann = named(two.get(0), "ann");
        var bob = named(two.get(1), "bob");
        meet(ann, "ann", bob);
        nats.signal("STOP");
        var heard = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            ann.send("line " + i + "\n");
            heard.append("ann> line ").append(i).append('\n');
        }
        await().atMost(PATIENCE).until(() -> !two.get(0).relay.status().isJoined());
        ann.send("/nick eve\n/who\n").expect("Nick eve cannot be claimed now\n");
        nats.signal("CONT");
        bob.expect(heard.toString());
        assertThat(two.get(1).relay.counters().lostLines()).isZero();
    }

    /** The other one has read on, and NATS has kept what this one missed. */
    @Test
    void nothingIsLostWhenOneServerIsCutOff() throws RelayProblem {
        var wire = new CutConnection(nats.url());
        open.add(wire);
        var first = start();
        var second = added(new RelayedServer(RelayedServer.settings(wire.url()), ServerConfig.defaults(), false));
        var ann = named(first, "ann");
        var bob = named(second, "bob");
        var cat = named(second, "cat");
        meet(ann, "ann", bob);
        cat.expect("ann> hello\n");
        wire.cut();
        var heard = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            ann.send("line " + i + "\n");
            heard.append("ann> line ").append(i).append('\n');
        }
        bob.send("alone\n");
        cat.expect("bob> alone\n");
        await().atMost(PATIENCE).until(() -> !second.relay.status().isJoined());
        wire.mend();
        bob.expect(heard.toString());
        ann.expect("bob> alone\n");
        assertThat(second.relay.counters().lostLines()).isZero();
    }

    /** What it missed is gone from the stream: it says how much, and closes its clients. */
    @Test
    void aServerThatComesBackTooLateClosesItsClients() throws Exception {
        var wire = new CutConnection(nats.url());
        open.add(wire);
        var first = start();
        var second = added(new RelayedServer(RelayedServer.settings(wire.url()), ServerConfig.defaults(), false));
        var ann = named(first, "ann");
        var bob = named(second, "bob");
        meet(ann, "ann", bob);
        wire.cut();
        for (int i = 0; i < 100; i++) {
            ann.send("line " + i + "\n");
        }
        await().atMost(PATIENCE).until(() -> first.relay.status().waitingBytes() == 0);
        connectStranger().jetStreamManagement().purgeStream("muxbench_test");
        wire.mend();
        assertThat(bob.readToEnd()).isEmpty();
        await().atMost(PATIENCE).until(() -> second.server.chat().counters().closed(CloseReason.RELAY_GAP) == 1);
        await().atMost(PATIENCE).until(() -> second.relay.status().isJoined());
        var dan = named(second, "dan");
        ann.send("here\n");
        dan.expect("ann> here\n");
        assertThat(second.relay.counters().lostLines()).isEqualTo(100);
    }

    /** Its members are behind, so those who say something on other servers wait; nothing is lost. */
    @Test
    void aRoomThatIsBehindOnOneServerHoldsItsSendersOnAll() throws RelayProblem {
        var config = new ServerConfig(
                100,
                1024,
                10,
                ServerConfig.MIN_HIGH_WATER_BYTES,
                Duration.ofMinutes(10),
                16L << 20,
                Duration.ofSeconds(2));
        var first = added(new RelayedServer(RelayedServer.settings(nats.url()), config, false));
        var second = added(new RelayedServer(RelayedServer.settings(nats.url()), config, false));
        var ann = named(first, "ann");
        var bob = second.server.connectSlow();
        bob.send("/nick bob\n/join lobby\n").expect("Joined lobby\n");
        meet(ann, "ann", bob);
        var line = "x".repeat(1000) + "\n";
        int lines = 20_000;
        var sender = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < lines; i++) {
                ann.send(line);
            }
        });
        await().atMost(PATIENCE).until(() -> first.server.chat().counters().heldInputs() > 0);
        var heard = "ann> " + line;
        for (int i = 0; i < lines; i++) {
            bob.expect(heard);
        }
        await().atMost(PATIENCE).until(() -> !sender.isAlive());
        assertThat(second.relay.counters().lostLines()).isZero();
        assertThat(second.server.chat().logBytesInUse()).isLessThan(config.logMemoryBytes());
    }

    /** On its server it is everybody, in the cluster one of many. */
    @Test
    void whoStandsStillAloneOnItsServerIsAMinorityOfTheCluster() throws RelayProblem {
        var config = new ServerConfig(
                100,
                1024,
                10,
                ServerConfig.MIN_HIGH_WATER_BYTES,
                Duration.ofMillis(500),
                16L << 20,
                Duration.ofSeconds(2));
        var first = added(new RelayedServer(RelayedServer.settings(nats.url()), config, false));
        var second = added(new RelayedServer(RelayedServer.settings(nats.url()), config, false));
        var ann = named(first, "ann");
        for (var nick : List.of("cat", "dan", "eve")) {
            var reader = named(first, nick);
            Thread.ofVirtual().start(reader::drain);
        }
        var bob = second.server.connectSlow();
        bob.send("/nick bob\n/join lobby\n").expect("Joined lobby\n");
        await().atMost(PATIENCE).until(() -> {
            bob.send("/who\n");
            return bob.readLine().startsWith("Here (5): ");
        });
        var line = "x".repeat(1000) + "\n";
        var sender = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 20_000; i++) {
                ann.send(line);
            }
        });
        await().atMost(PATIENCE).until(() -> second.server.chat().counters().closed(CloseReason.SLOW_CONSUMER) == 1);
        await().atMost(PATIENCE).until(() -> !sender.isAlive());
        assertThat(first.server.chat().counters().closed()).isZero();
    }

    @Test
    void aServerThatGoesHasRelayedWhatItTook() throws Exception {
        var two = startTwo();
        var ann = named(two.get(0), "ann");
        var bob = named(two.get(1), "bob");
        meet(ann, "ann", bob);
        ann.send("last word\n/rooms\n");
        ann.readLine();
        two.get(0).server.chat().stop();
        assertThat(two.get(0).relay.drain(Duration.ofSeconds(20))).isTrue();
        two.get(0).close();
        bob.expect("ann> last word\n");
        bob.send("/nick ann\n/who\n").expect("Here (1): ann\n"); // its nicks are free
    }

    @Test
    void aForeignMessageIsCountedAndDropped() throws Exception {
        var two = startTwo();
        var ann = named(two.get(0), "ann");
        var bob = named(two.get(1), "bob");
        meet(ann, "ann", bob);
        var stranger = connectStranger();
        stranger.jetStream().publish("muxbench.test.room.lobby", "hello".getBytes(StandardCharsets.UTF_8));
        stranger.publish("muxbench.test.signal", "hello".getBytes(StandardCharsets.UTF_8));
        stranger.flush(Duration.ofSeconds(5));
        ann.send("still here\n");
        bob.expect("ann> still here\n");
        assertThat(two.get(1).relay.counters().foreignMessages()).isEqualTo(2);
    }

    /** Somebody who knows NATS, but is no server of the cluster. */
    private Connection connectStranger() throws Exception {
        var stranger = Nats.connect(nats.url());
        open.add(stranger);
        return stranger;
    }

    /** Until there is room in the stream again. */
    @Test
    void aFullStreamHoldsTheSendersAndIsToldSo() throws Exception {
        var settings =
                new NatsSettings(List.of(nats.url()), "test", null, null, Duration.ofMinutes(5), 1 << 20, 1, false);
        var first = added(new RelayedServer(settings, ServerConfig.defaults(), false));
        var ann = named(first, "ann");
        var stranger = connectStranger();
        stranger.jetStream().publish("muxbench.test.room.lobby", new byte[600 << 10]);
        var line = "x".repeat(1000) + "\n";
        for (int i = 0; i < 600; i++) {
            ann.send(line);
        }
        await().atMost(PATIENCE).until(() -> first.relay.status().obstacle().contains("full"));
        stranger.jetStreamManagement().purgeStream("muxbench_test");
        await().atMost(PATIENCE).until(() -> first.relay.status().isJoined());
        await().atMost(PATIENCE).until(() -> first.relay.status().waitingBytes() == 0);
    }

    @Test
    void withoutNatsThereIsOneLine() {
        nats.kill();
        assertThatThrownBy(() -> new RelayedServer(nats))
                .isInstanceOf(RelayProblem.class)
                .hasMessageContaining("cannot reach the relay " + nats.url())
                .hasMessageContaining("--relay-optional");
    }

    @Test
    void withoutJetStreamThereIsOneLine() throws Exception {
        Files.createDirectories(folder.resolve("plain"));
        try (var plain = new NatsProcess(folder.resolve("plain"))) {
            assertThatThrownBy(() -> new RelayedServer(plain))
                    .isInstanceOf(RelayProblem.class)
                    .hasMessageContaining("JetStream")
                    .hasMessageContaining("-js");
        }
    }

    @Test
    void withoutTheRightCredentialsThereIsOneLine() throws Exception {
        Files.createDirectories(folder.resolve("closed"));
        try (var closed = new NatsProcess(folder.resolve("closed"), "-js", "--user", "a", "--pass", "b")) {
            assertThatThrownBy(() -> new RelayedServer(closed))
                    .isInstanceOf(RelayProblem.class)
                    .hasMessageContaining("does not let this server in")
                    .hasMessageContaining("--relay-creds");
        }
    }

    @Test
    void aServerThatMayDoesWithoutAndJoinsLater() throws RelayProblem {
        nats.kill();
        var first = added(new RelayedServer(RelayedServer.settings(nats.url()), ServerConfig.defaults(), true));
        var ann = first.connect();
        var cat = first.connect();
        ann.send("alone\n");
        assertThat(cat.readLine()).matches("user:\\d+> alone\n");
        assertThat(first.relay.status().isJoined()).isFalse();
        nats.start();
        await().atMost(PATIENCE).until(() -> first.relay.status().isJoined());
        var second = start();
        var bob = named(second, "bob");
        await().atMost(PATIENCE).until(() -> second.relay.status().servers() == 1);
        bob.send("hello\n");
        ann.expect("bob> hello\n");
    }
}
