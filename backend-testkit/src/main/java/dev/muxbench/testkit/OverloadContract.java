package dev.muxbench.testkit;

import static dev.muxbench.testkit.NumberedLines.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.ServerConfig;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Readers that are slow, and what that may cost the others: the four laws of overload. */
abstract class OverloadContract extends Contract {
    private static final int LINES_OF_A_MEBIBYTE = NumberedLines.in(1 << 20);

    OverloadContract(World world) {
        super(world);
    }

    /** Law 1: who is as slow as most others is waited for. */
    @Test
    void whenEverybodyIsSlowTheSenderWaitsAndNothingIsLost() {
        // So little is kept that the room waits for one after the other, each of whom has a megabyte in its socket:
        // they need their time.
        var server = serve(
                new ServerConfig(2000, 1024, 100, 256 << 10, Duration.ofMinutes(1), 64 << 20, Duration.ofMillis(500)),
                2);
        var sender = server.connect();
        var readers = new ArrayList<TestClient>();
        for (int i = 0; i < 4; i++) {
            readers.add(server.connectSlow());
        }
        var publishing = run(() -> NumberedLines.send(sender, 24 * LINES_OF_A_MEBIBYTE));
        server.awaitHeldInput();
        assertThat(publishing.isDone()).isFalse();
        assertThat(server.chat().logBytesInUse()).isLessThan(3L * tight().highWaterBytes());
        var reading = readers.stream()
                .map(reader -> run(() -> NumberedLines.expect(reader, "user:1", 24 * LINES_OF_A_MEBIBYTE)))
                .toList();
        publishing.join();
        reading.forEach(Background::join);
        assertThat(server.slowConsumers()).isZero();
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
            run(() -> flood(client));
        }
        server.awaitHeldInput();
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
            NumberedLines.send(client, 100_000);
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
        var done = readers.stream().map(this::readToTheEnd).toList();
        server.connectSlow();
        server.connectSlow();
        publishUntilClosed(server, sender, 2).join();
        done.forEach(Background::join);
        server.awaitClients(6);
        assertThat(server.slowConsumers()).isEqualTo(2);
    }

    /** And then no more: what comes later finds a room that is judged at once for every member that lags. */
    private Background publishUntilClosed(TestServer server, TestClient sender, int slow) {
        return run(() -> {
            for (int i = 0; server.slowConsumers() < slow; i++) {
                sender.send(line(i));
            }
            sender.send("that was all\n");
        });
    }

    private Background readToTheEnd(TestClient reader) {
        return run(() -> {
            var line = reader.readLine();
            for (int i = 0; !line.equals("user:1> that was all\n"); i++) {
                assertThat(line).isEqualTo("user:1> " + line(i));
                line = reader.readLine();
            }
        });
    }

    /** Readers that take something now and then are not "making progress"; the others are at full speed afterwards. */
    @ParameterizedTest
    @CsvSource({"1, 16384", "20, 16384", "3, 50"})
    void readersThatTrickleAreClosedToo(int count, int bytesAtOnce) {
        var server = serve(tight(), 1);
        var sender = server.connect();
        var readers = server.connect(count + 5);
        var done = readers.stream().map(this::readToTheEnd).toList();
        for (int i = 0; i < count; i++) {
            var trickling = server.connectSlow();
            run(() -> trickle(trickling, bytesAtOnce));
        }
        publishUntilClosed(server, sender, count).join();
        done.forEach(Background::join);
        assertThat(server.slowConsumers()).isEqualTo(count);
        server.awaitClients(1 + readers.size());
    }

    private void trickle(TestClient client, int bytesAtOnce) {
        var into = new byte[bytesAtOnce];
        while (client.readSome(into, into.length) > 0) {
            letPass(TIMEOUT.dividedBy(20));
        }
    }

    /** Law 3: who has caught up is like any other. */
    @Test
    void aReaderThatPausesAndCatchesUpIsNeverClosed() {
        var server = serve(tight(), 1);
        var sender = server.connect();
        var reader = server.connect();
        for (int burst = 0; burst < 3; burst++) {
            var publishing = run(() -> NumberedLines.send(sender, 8 * LINES_OF_A_MEBIBYTE));
            if (burst > 0) {
                letPass(TIMEOUT.multipliedBy(3).dividedBy(2));
            }
            NumberedLines.expect(reader, "user:1", 8 * LINES_OF_A_MEBIBYTE);
            publishing.join();
        }
        assertThat(server.slowConsumers()).isZero();
    }
}
