package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.ServerConfig;
import dev.muxbench.core.spi.BackendProvider;
import dev.muxbench.core.spi.CloseReason;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Readers that are slow, and what that may cost the others: the four laws of overload. */
@Tag("slow")
public abstract class OverloadContract extends Contract {
    private static final int MEBIBYTE = 1 << 20;
    private static final String TEXT = "x".repeat(1000);
    private static final int LINE_BYTES = TEXT.length() + 7; // number and LF

    protected OverloadContract(BackendProvider provider) {
        super(provider);
    }

    private static Background publish(TestClient sender, int bytes) {
        return Background.run(() -> {
            for (int i = 0; i < bytes / LINE_BYTES; i++) {
                sender.send(line(i));
            }
        });
    }

    private static String line(int number) {
        return String.format("%06d%s\n", number, TEXT);
    }

    private static Background readAll(TestClient reader, String nick, int bytes) {
        return Background.run(() -> {
            for (int i = 0; i < bytes / LINE_BYTES; i++) {
                reader.expect(nick + "> " + line(i));
            }
        });
    }

    private static void awaitHeldInput(TestServer server) {
        Waiting.await().until(() -> server.chat().counters().heldInputs() > 0);
    }

    private static long slowConsumers(TestServer server) {
        return server.chat().counters().closed(CloseReason.SLOW_CONSUMER);
    }

    /** Law 1: who is as slow as most others is waited for. */
    @Test
    void whenEverybodyIsSlowTheSenderWaitsAndNothingIsLost() {
        var server = serve(tight(), 2);
        var sender = server.connect();
        var readers = new ArrayList<TestClient>();
        for (int i = 0; i < 4; i++) {
            readers.add(server.connectSlow());
        }
        var publishing = publish(sender, 24 * MEBIBYTE);
        awaitHeldInput(server);
        assertThat(publishing.isDone()).isFalse();
        assertThat(server.chat().logBytesInUse()).isLessThan(3L * tight().highWaterBytes());
        var reading = readers.stream()
                .map(reader -> readAll(reader, "user:1", 24 * MEBIBYTE))
                .toList();
        publishing.join();
        reading.forEach(Background::join);
        assertThat(slowConsumers(server)).isZero();
    }

    /** Law 4: many who flood and read little, in every mixture: the log stays within its mark, give or take what is under way. */
    @Test
    void whateverTheReadersDoTheLogIsBounded() {
        var server = serve(tight(), 2);
        var random = new Random(4);
        var crowd = new ArrayList<TestClient>();
        for (int i = 0; i < 40; i++) {
            crowd.add(server.connectSlow());
        }
        for (var client : crowd.subList(0, 20)) {
            Background.run(() -> flood(client));
        }
        awaitHeldInput(server);
        var into = new byte[64 << 10];
        long giveUp = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        for (int i = 0; i < 20_000 || server.chat().counters().relayedLines() < 1000; i++) {
            var client = crowd.get(random.nextInt(crowd.size()));
            if (client.available() > 0) {
                client.readSome(into, 1 + random.nextInt(into.length));
            }
            assertThat(server.chat().logBytesInUse()).isLessThan(3L * tight().highWaterBytes());
            assertThat(System.nanoTime()).as("it stands still").isLessThan(giveUp);
        }
    }

    private static void flood(TestClient client) {
        try {
            for (int i = 0; i < 100_000; i++) {
                client.send(line(i));
            }
        } catch (UncheckedIOException e) {
            // The test is over.
        }
    }

    /** Law 2: a minority that stops costs the others a bounded time, and then it has to go. */
    @Test
    void aMinorityThatStopsReadingIsClosedAndTheOthersGetEverything() {
        var server = serve(tight(), 2);
        var sender = server.connect();
        var readers = server.connect(5);
        var done = readers.stream().map(OverloadContract::readToTheEnd).toList();
        server.connectSlow();
        server.connectSlow();
        publishUntilClosed(server, sender, 2).join();
        done.forEach(Background::join);
        server.awaitClients(6);
        assertThat(slowConsumers(server)).isEqualTo(2);
    }

    /** And then no more: what comes later finds a room that is judged at once for every member that lags. */
    private static Background publishUntilClosed(TestServer server, TestClient sender, int slow) {
        return Background.run(() -> {
            for (int i = 0; slowConsumers(server) < slow; i++) {
                sender.send(line(i));
            }
            sender.send("that was all\n");
        });
    }

    private static Background readToTheEnd(TestClient reader) {
        return Background.run(() -> {
            var line = reader.readLine();
            for (int i = 0; !line.equals("user:1> that was all\n"); i++) {
                assertThat(line).isEqualTo("user:1> " + line(i));
                line = reader.readLine();
            }
        });
    }

    /** C14: readers that take something now and then are not "making progress"; the others are at full speed afterwards. */
    @ParameterizedTest
    @CsvSource({"1, 16384", "20, 16384", "3, 50"})
    void readersThatTrickleAreClosedToo(int count, int bytesAtOnce) {
        var server = serve(tight(), 1);
        var sender = server.connect();
        var readers = server.connect(count + 5);
        var done = readers.stream().map(OverloadContract::readToTheEnd).toList();
        for (int i = 0; i < count; i++) {
            var trickling = server.connectSlow();
            Background.run(() -> trickle(trickling, bytesAtOnce));
        }
        publishUntilClosed(server, sender, count).join();
        done.forEach(Background::join);
        assertThat(slowConsumers(server)).isEqualTo(count);
        server.awaitClients(1 + readers.size());
    }

    private static void trickle(TestClient client, int bytesAtOnce) {
        var into = new byte[bytesAtOnce];
        while (client.readSome(into, into.length) > 0) {
            Waiting.letPass(TIMEOUT.dividedBy(20));
        }
    }

    /** C15, law 3: who has caught up is like any other. */
    @Test
    void aReaderThatPausesAndCatchesUpIsNeverClosed() {
        var server = serve(tight(), 1);
        var sender = server.connect();
        var reader = server.connect();
        for (int burst = 0; burst < 3; burst++) {
            var publishing = publish(sender, 8 * MEBIBYTE);
            if (burst > 0) {
                Waiting.letPass(TIMEOUT.multipliedBy(3).dividedBy(2));
            }
            readAll(reader, "user:1", 8 * MEBIBYTE).join();
            publishing.join();
        }
        assertThat(slowConsumers(server)).isZero();
    }

    /** C28: reading is stopped and begun again many times, and each time the publisher goes on. */
    @Test
    void thePublisherGoesOnEachTimeItsRoomHasCaughtUp() throws InterruptedException {
        int rounds = 400;
        int linesOfARound = (1 << 17) / LINE_BYTES;
        var server = serve(tight(), 1);
        var sender = server.connect();
        var reader = server.connectSlow();
        var publishing = publish(sender, rounds * linesOfARound * LINE_BYTES);
        awaitHeldInput(server);
        for (int i = 0; i < rounds * linesOfARound; i++) {
            if (i % linesOfARound == 0) {
                TimeUnit.MILLISECONDS.sleep(2);
            }
            reader.expect("user:1> " + line(i));
        }
        publishing.join();
        assertThat(server.chat().counters().heldInputs()).isGreaterThan(10);
    }

    /** C29: clients that flood, leave their output unread and close or reset, beside others who must not notice. */
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
                    Background.run(leaving::drain);
                }
            }
            sender.send(line(round));
            for (var reader : readers) {
                reader.expect("user:1> " + line(round));
            }
        }
        server.awaitClients(members);
        assertThat(slowConsumers(server)).isZero();
    }

    /** C22: while it is not read, a publisher that leaves is noticed, and what it said before is heard. */
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
            Background.run(() -> {
                hearNumbers(reader);
                heard.countDown();
                reader.drain();
            });
        }
        for (var client : List.of(flood, resetting, staying)) {
            Background.run(client::drain);
        }
        var ended = Background.run(ending::drain);
        publish(flood, 24 * MEBIBYTE);
        awaitHeldInput(server);
        sendNumbers(ending, "e");
        ending.halfClose();
        sendNumbers(resetting, "r");
        resetting.reset();
        sendNumbers(staying, "s");
        Waiting.await().atMost(Duration.ofSeconds(60)).until(() -> heard.getCount() == 0);
        ended.join();
        var asking = server.connect().send("/msg user:6 are you there?\n");
        var line = asking.readLine();
        while (line.startsWith("user:")) {
            line = asking.readLine();
        }
        assertThat(line).isEqualTo("No such nick: user:6\n");
        Background.run(asking::drain);
        Waiting.await().until(() -> slowConsumers(server) == 1);
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

    /** C18: short writes at every place, segments used again, readers that leave. */
    @Test
    void shortWritesTearNothing() {
        var server = serve(tight(), 2);
        var sender = server.connect();
        var readers = new ArrayList<TestClient>();
        for (int i = 0; i < 100; i++) {
            readers.add(server.connectSlow());
        }
        var publishing = publish(sender, MEBIBYTE / 4);
        var expected = new StringBuilder();
        for (int i = 0; i < MEBIBYTE / 4 / LINE_BYTES; i++) {
            expected.append("user:1> ").append(line(i));
        }
        var all = expected.toString().getBytes(StandardCharsets.UTF_8);
        var reading = new ArrayList<Background>();
        for (int i = 0; i < readers.size(); i++) {
            int number = i;
            reading.add(Background.run(() -> readInPieces(readers.get(number), all, number)));
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

    /** C27: who sends without end, with nothing that would stop it, leaves the others their turns. */
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
            floods.add(Background.run(() -> {
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

    /** C23: everybody stops, and goes on in the same instant. */
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
            int bytes = lines * LINE_BYTES;
            readers.stream()
                    .map(reader -> readAll(reader, "user:201", bytes))
                    .toList()
                    .forEach(Background::join);
        }
    }
}
