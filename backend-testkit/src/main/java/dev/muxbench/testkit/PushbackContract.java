package dev.muxbench.testkit;

import static dev.muxbench.testkit.NumberedLines.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.config.ServerConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Senders that are not read for a while, and readers that take a piece now and then: nothing is torn or lost, and everybody goes on. */
abstract class PushbackContract extends Contract {
    PushbackContract(World world) {
        super(world);
    }

    /** Reading is stopped and begun again many times, and each time the publisher goes on. */
    @Test
    void thePublisherGoesOnEachTimeItsRoomHasCaughtUp() {
        int rounds = 400;
        int linesOfARound = NumberedLines.in(1 << 17);
        var server = serve(tight(), 1);
        var sender = server.connect();
        var reader = server.connectSlow();
        var publishing = run(() -> NumberedLines.send(sender, rounds * linesOfARound));
        server.awaitHeldInput();
        for (int i = 0; i < rounds * linesOfARound; i++) {
            if (i % linesOfARound == 0) {
                letPass(Duration.ofMillis(2));
            }
            reader.expect("user:1> " + line(i));
        }
        publishing.join();
        assertThat(server.chat().counters().heldInputs()).isGreaterThan(10);
    }

    /** Clients that flood, leave their output unread and close or reset, beside others who must not notice. */
    @Test
    void whoLeavesWithOutputUnderWayHarmsNobody() {
        var server = serve(tight(), 2);
        var sender = server.connect();
        var readers = server.connect(10);
        int members = 1 + readers.size();
        for (int round = 0; round < 60; round++) {
            var leaving = server.connectSlow();
            leaving.send("/join away\n").expect("Joined away\n");
            leaving.send("/help\n".repeat(300));
            switch (round % 3) {
                case 0 -> leaving.halfClose().reset();
                case 1 -> leaving.reset();
                default -> {
                    leaving.halfClose();
                    run(leaving::drain);
                }
            }
            sender.send(line(round));
            for (var reader : readers) {
                reader.expect("user:1> " + line(round));
            }
        }
        server.awaitClients(members);
    }

    /** While it is not read, a publisher that leaves is noticed, and what it said before is heard. */
    @Test
    void aPublisherThatLeavesWhileItIsNotReadIsHeardToTheEnd() {
        var server = serve(tight(), 1);
        var flood = server.connect();
        var readers = server.connect(3);
        var ending = server.connect();
        var resetting = server.connect();
        var staying = server.connect();
        server.connectSlow();
        var heard = new CountDownLatch(readers.size());
        for (var reader : readers) {
            run(() -> {
                hearNumbers(reader);
                heard.countDown();
                reader.drain();
            });
        }
        for (var client : List.of(flood, resetting, staying)) {
            run(client::drain);
        }
        var ended = run(ending::drain);
        run(() -> floodUntilOneIsClosed(server, flood));
        server.awaitHeldInput();
        sendNumbers(ending, "e");
        ending.halfClose();
        sendNumbers(resetting, "r");
        resetting.reset();
        sendNumbers(staying, "s");
        await(() -> heard.getCount() == 0);
        ended.join();
        var asking = server.connect().send("/msg user:6 are you there?\n");
        var line = asking.readLine();
        while (line.startsWith("user:")) {
            line = asking.readLine();
        }
        assertThat(line).isEqualTo("No such nick: user:6\n");
        run(asking::drain);
        await(() -> server.slowConsumers() == 1);
    }

    /** There is never much on its way: afterwards a room is judged at once for who lags, and on a busy machine that may be anybody. */
    private void floodUntilOneIsClosed(TestServer server, TestClient flood) {
        long sent = 0;
        while (server.slowConsumers() == 0) {
            NumberedLines.send(flood, 32);
            sent += 32L * line(0).length();
            long read = sent;
            await(() -> server.slowConsumers() > 0 || server.chat().counters().receivedBytes() >= read);
        }
    }

    /** Reads until it has heard the last words of those who have left in order, and of the one who has stayed. */
    private static void hearNumbers(TestClient client) {
        int ending = 0;
        int staying = 0;
        while (ending < 200 || staying < 200) {
            var line = client.readLine();
            ending += line.equals("user:5> e" + ending + "\n") ? 1 : 0;
            staying += line.equals("user:7> s" + staying + "\n") ? 1 : 0;
        }
    }

    private static void sendNumbers(TestClient client, String name) {
        var lines = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            lines.append(name).append(i).append('\n');
        }
        client.send(lines.toString());
    }

    /** Short writes at every place, segments used again, readers that leave. */
    @Test
    void shortWritesTearNothing() {
        var server = serve(patient(), 2);
        var sender = server.connect();
        var readers = new ArrayList<TestClient>();
        for (int i = 0; i < 100; i++) {
            readers.add(server.connectSlow());
        }
        int lines = NumberedLines.in(1 << 18);
        var publishing = run(() -> NumberedLines.send(sender, lines));
        var expected = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            expected.append("user:1> ").append(line(i));
        }
        var all = expected.toString().getBytes(StandardCharsets.UTF_8);
        var reading = new ArrayList<Background>();
        for (int i = 0; i < readers.size(); i++) {
            int number = i;
            reading.add(run(() -> readInPieces(readers.get(number), all, number)));
        }
        publishing.join();
        reading.forEach(Background::join);
    }

    private static void readInPieces(TestClient reader, byte[] all, int number) {
        var random = new Random(number);
        int end = number % 3 == 0 ? random.nextInt(all.length) : all.length;
        var into = new byte[2000];
        int at = 0;
        while (at < end) {
            int count = reader.readSome(into, 1 + random.nextInt(into.length));
            assertThat(count).isPositive();
            for (int i = 0; i < count; i++) {
                assertThat(into[i]).isEqualTo(all[at + i]);
            }
            at += count;
        }
        reader.close();
    }

    /** Who sends without end, with nothing that would stop it, leaves the others their turns. */
    @Test
    void floodsInOtherRoomsDoNotStopTheChat() {
        var server = serve(ServerConfig.defaults(), 1);
        var a = server.connect();
        var b = server.connect();
        var end = new AtomicBoolean();
        var floods = new ArrayList<Background>();
        for (int i = 0; i < 3; i++) {
            var flooder = server.connect();
            flooder.send("/join flood-" + i + "\n").expect("Joined flood-" + i + "\n");
            floods.add(run(() -> {
                while (!end.get()) {
                    flooder.send(line(0).repeat(200));
                }
            }));
        }
        for (int i = 0; i < 100; i++) {
            a.send(line(i));
            b.expect("user:1> " + line(i));
        }
        end.set(true);
        floods.forEach(Background::join);
    }

    /** Everybody stops, and goes on in the same instant. */
    @Test
    void whoGoesOnReadingReceivesEverythingWithoutANewLine() {
        var patient = new ServerConfig(
                2000, 1024, 100, ServerConfig.MIN_HIGH_WATER_BYTES, Duration.ofHours(1), 64 << 20, TIMEOUT);
        var server = serve(patient, 2);
        server.connect(200);
        var sender = server.connect();
        var readers = new ArrayList<TestClient>();
        for (int i = 0; i < 100; i++) {
            readers.add(server.connectSlow());
        }
        sender.send("/join readers\n").expect("Joined readers\n");
        for (var reader : readers) {
            reader.send("/join readers\n").expect("Joined readers\n");
        }
        for (int round = 0; round < 3; round++) {
            long heldBefore = server.chat().counters().heldInputs();
            int lines = 0;
            while (server.chat().counters().heldInputs() == heldBefore) {
                sender.send(line(lines++));
            }
            int sent = lines;
            readers.stream()
                    .map(reader -> run(() -> NumberedLines.expect(reader, "user:201", sent)))
                    .toList()
                    .forEach(Background::join);
        }
    }
}
