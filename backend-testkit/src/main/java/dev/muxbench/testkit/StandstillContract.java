package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.config.OverloadPolicy;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.status.SessionStatus;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One client, or a few, cannot bring a room of others to a standstill, wherever they go with what they do not read. */
@Tag("slow")
public abstract class StandstillContract extends Contract {
    private static final int MARK_BYTES = 256 << 10;
    private static final int LOG_MEMORY_BYTES = 4 * MARK_BYTES;
    private static final int QUIET_ROOMS = 20;
    private static final int MOST_PINNED_BYTES = MARK_BYTES / 2;
    private static final int LEAST_PINNED_BYTES = 16 << 10; // every room may be so far behind
    private static final int MUCH_BYTES = 10 << 20;
    private static final int LINE_BYTES = 1 << 10;
    private static final String LINE = "x".repeat(LINE_BYTES - 1) + "\n";
    private static final int BATCH = 32; // lines
    private static final int TRIES =
            10; // until the socket takes no more: to ask for the status takes a while on threads

    protected StandstillContract(World world) {
        super(world);
    }

    private TestServer serve(OverloadPolicy policy, long logMemoryBytes, Duration lingerTimeout) {
        var config = new ServerConfig(2000, LINE_BYTES, 100, MARK_BYTES, TIMEOUT, logMemoryBytes, lingerTimeout);
        return serve(config.withOverload(policy, MARK_BYTES), 1);
    }

    /** One that talks, and some that read it: nobody of them is ever far behind. */
    private record Room(TestClient sender, List<TestClient> readers) {
        static Room of(TestServer server) {
            return new Room(server.connect(), server.connect(3));
        }

        void talk(int bytes) {
            for (int i = 0; i < bytes; i += BATCH * LINE_BYTES) {
                sender.send(LINE.repeat(BATCH));
                readers.forEach(reader -> reader.expect(("user:1> " + LINE).repeat(BATCH)));
            }
        }
    }

    /** Closed for what they did not read. */
    private static long closed(TestServer server) {
        var counters = server.chat().counters();
        return counters.closed(CloseReason.SLOW_CONSUMER)
                + counters.closed(CloseReason.STANDSTILL)
                + counters.closed(CloseReason.LOG_MEMORY);
    }

    private static Optional<SessionStatus> status(TestServer server, TestClient client) {
        try {
            return server.chat().status(Integer.MAX_VALUE).listed().stream()
                    .filter(session -> String.valueOf(session.address()).endsWith(":" + client.localPort()))
                    .findFirst();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The talker talks until so much of it waits in the log for this reader, or until one of the two is stopped. */
    private void fill(TestServer server, TestClient talker, TestClient reader, long bytes) {
        var chat = server.chat();
        long heldBefore = chat.counters().heldInputs();
        long backlog = 0;
        while (backlog < bytes && chat.counters().heldInputs() == heldBefore) {
            int lines = Math.clamp((bytes - backlog) / LINE_BYTES, 1, BATCH);
            long relayed = chat.counters().relayedLines() + lines;
            long sent = chat.counters().sentBytes() + (long) lines * LINE_BYTES;
            talker.send(LINE.repeat(lines));
            await(() ->
                    chat.counters().relayedLines() >= relayed || chat.counters().heldInputs() > heldBefore);
            for (int i = 0; i < TRIES && chat.counters().sentBytes() < sent; i++) {
                letPass(Duration.ofMillis(1));
            }
            if (chat.counters().sentBytes() < sent) {
                backlog =
                        status(server, reader).map(SessionStatus::backlogBytes).orElse(bytes);
            }
        }
    }

    private static void join(TestClient client, String room) {
        client.send("/join " + room + "\n").expect("Joined " + room + "\n");
    }

    @ParameterizedTest
    @EnumSource(OverloadPolicy.class)
    void whoJoinsWithUnreadOutputIsClosedLikeAnyOther(OverloadPolicy policy) {
        var server = serve(policy, 64 << 20, TIMEOUT);
        var room = Room.of(server);
        var stuck = server.connectSlow();
        var helper = server.connect();
        join(stuck, "away");
        join(helper, "away");
        fill(server, helper, stuck, MARK_BYTES / 4);
        stuck.send("/join lobby\n");
        await(() -> status(server, stuck).orElseThrow().room().equals("lobby"));
        room.talk(4 * MARK_BYTES);
        await(() -> closed(server) == 1);
        server.awaitClients(5);
    }

    @ParameterizedTest
    @EnumSource(OverloadPolicy.class)
    void whoQuitsAndStaysHoldsNothing(OverloadPolicy policy) {
        var server = serve(policy, 64 << 20, Duration.ofHours(1));
        var room = Room.of(server);
        for (int i = 0; i < 10; i++) {
            assertThat(server.connect().send("/quit\n").readToEnd()).isEmpty();
            room.talk(2 * MARK_BYTES);
        }
        assertThat(server.openConnections()).isEqualTo(4 + 10);
        assertThat(closed(server)).isZero();
    }

    @ParameterizedTest
    @EnumSource(OverloadPolicy.class)
    void readersThatStandStillInQuietRoomsAreClosedWhenMemoryIsShort(OverloadPolicy policy) {
        var server = serve(policy, LOG_MEMORY_BYTES, TIMEOUT);
        var room = Room.of(server);
        for (int i = 0; i < QUIET_ROOMS && spareBytes(server) >= 2 * LEAST_PINNED_BYTES; i++) {
            var reader = server.connectSlow();
            var talker = server.connect();
            join(reader, "quiet-" + i);
            join(talker, "quiet-" + i);
            fill(server, talker, reader, Math.clamp(spareBytes(server) / 2, LEAST_PINNED_BYTES, MOST_PINNED_BYTES));
            if (i % 2 == 0) {
                talker.close();
            }
        }
        await(() -> {
            server.chat().housekeep();
            room.talk(MARK_BYTES);
            return closed(server) > 0 && spareBytes(server) >= MARK_BYTES;
        });
        room.talk(4 * MARK_BYTES);
    }

    private static long spareBytes(TestServer server) {
        return LOG_MEMORY_BYTES - server.chat().logBytesInUse();
    }

    /** As a script does that sends a file, and only then looks at what came meanwhile. */
    @Test
    void whoSaysMuchBeforeItReadsGetsThroughInARoomOfReaders() {
        var server = serve(OverloadPolicy.PUSHBACK, 64 << 20, TIMEOUT);
        var room = Room.of(server);
        var talker = server.connect();
        room.talk(MARK_BYTES / 2);
        var sending = run(() -> talker.send(LINE.repeat(MUCH_BYTES / LINE_BYTES)));
        var heard = ("user:5> " + LINE).repeat(BATCH);
        for (int i = 0; i < MUCH_BYTES; i += BATCH * LINE_BYTES) {
            room.readers().forEach(reader -> reader.expect(heard));
            room.sender().expect(heard);
        }
        sending.join();
        talker.expect(("user:1> " + LINE).repeat(MARK_BYTES / 2 / LINE_BYTES));
        assertThat(closed(server)).isZero();
    }

    @Test
    void aRoomWhoseOnlyReaderStandsStillGoesOn() {
        var server = serve(tight(), 1);
        var sender = server.connect();
        server.connectSlow();
        run(() -> sender.send(LINE.repeat(16 * MARK_BYTES / LINE_BYTES))).join();
        await(() -> closed(server) == 1);
        server.awaitClients(1);
    }

    @Test
    void whoAllSayEverythingBeforeTheyReadDoNotWaitForEver() {
        var server = serve(tight(), 1);
        var sending = Stream.generate(server::connectSlow)
                .limit(3)
                .map(client -> run(() -> sayAll(client)))
                .toList();
        sending.forEach(Background::join);
        assertThat(closed(server)).isPositive();
    }

    private static void sayAll(TestClient client) {
        try {
            client.send(LINE.repeat(64 * MARK_BYTES / LINE_BYTES));
        } catch (UncheckedIOException e) {
            // It was closed, as it does not read.
        }
    }
}
