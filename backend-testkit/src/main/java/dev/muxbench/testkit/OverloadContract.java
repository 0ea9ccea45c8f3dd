package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Random;
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
        var server = serve(patient(), 2);
        var sender = server.connect();
        var readers = new ArrayList<TestClient>();
        for (int i = 0; i < 4; i++) {
            readers.add(server.connectSlow());
        }
        var publishing = run(() -> NumberedLines.send(sender, 24 * LINES_OF_A_MEBIBYTE));
        server.awaitHeldInput();
        assertThat(publishing.isDone()).isFalse();
        assertThat(server.chat().logBytesInUse()).isLessThan(3L * patient().highWaterBytes());
        var reading = readers.stream()
                .map(reader -> run(() -> NumberedLines.expect(reader, "user:1", 24 * LINES_OF_A_MEBIBYTE)))
                .toList();
        publishing.join();
        reading.forEach(Background::join);
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
        long giveUp = world().nanoTime() + 2 * World.PATIENCE.toNanos();
        for (int i = 0; i < 20_000 || server.chat().counters().relayedLines() < 1000; i++) {
            var client = crowd.get(random.nextInt(crowd.size()));
            if (client.available() > 0) {
                client.readSome(into, 1 + random.nextInt(into.length));
            }
            assertThat(server.chat().logBytesInUse()).isLessThan(3L * tight().highWaterBytes());
            assertThat(world().nanoTime()).as("it stands still").isLessThan(giveUp);
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
        server.connectSlow();
        server.connectSlow();
        talkUntilClosed(server, sender, readers, 2);
        server.awaitClients(6);
        assertThat(server.slowConsumers()).isEqualTo(2);
    }

    /** Readers that take something now and then are not "making progress"; the others are at full speed afterwards. */
    @ParameterizedTest
    @CsvSource({"1, 16384", "20, 16384", "3, 50"})
    void readersThatTrickleAreClosedToo(int count, int bytesAtOnce) {
        var server = serve(tight(), 1);
        var sender = server.connect();
        var readers = server.connect(count + 5);
        for (int i = 0; i < count; i++) {
            var trickling = server.connectSlow();
            run(() -> trickle(trickling, bytesAtOnce));
        }
        talkUntilClosed(server, sender, readers, count);
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
