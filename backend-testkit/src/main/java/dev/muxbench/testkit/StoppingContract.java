package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.config.ClientLimits;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server that stops: what one member was told, all were told. */
abstract class StoppingContract extends Contract {
    private static final String LAST = "Server stopping\n";

    StoppingContract(World world) {
        super(world);
    }

    private static void stop(TestServer server) {
        server.backend().stopAccepting();
        server.chat().stop();
    }

    @Test
    void deliversFirstAndThenSaysGoodbye() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        a.send("1\n".repeat(5000) + "/nope\n");
        a.expect("Unsupported command\n");
        stop(server);
        assertThat(b.readToEnd()).isEqualTo("user:1> 1\n".repeat(5000) + LAST);
        assertThat(a.readToEnd()).isEqualTo(LAST);
        a.close();
        b.close();
        server.awaitClients(0);
        assertThat(server.chat().counters().closed(CloseReason.SERVER_STOPPING)).isEqualTo(2);
    }

    /** On several loops, in full flow: nobody misses a line that another one got. */
    @Test
    void whatWasRelayedToOneReachesAll() {
        var server = serve(ServerConfig.defaults(), 3);
        var listening = server.connect(6);
        var received = new ArrayList<List<String>>();
        var reading = new ArrayList<Background>();
        for (var listener : listening) {
            var lines = new ArrayList<String>();
            received.add(lines);
            reading.add(run(() -> {
                do {
                    lines.add(listener.readLine());
                } while (!lines.getLast().equals(LAST));
            }));
        }
        for (var flooder : server.connect(6)) {
            run(flooder::drain);
            run(() -> flood(flooder));
        }
        await(() -> server.chat().counters().relayedLines() > 10_000);
        stop(server);
        reading.forEach(Background::join);
        assertThat(received.getFirst().size() - 1)
                .isEqualTo(server.chat().counters().relayedLines());
        received.forEach(lines -> assertThat(lines).isEqualTo(received.getFirst()));
    }

    private static void flood(TestClient client) {
        try {
            for (int i = 0; i < 1_000_000; i++) {
                client.send(i + "\n");
            }
        } catch (UncheckedIOException e) {
            // The server has stopped.
        }
    }

    @Test
    void whatHasWaitedIsRelayedFirst() {
        var server = serve(ServerConfig.defaults().withClientLimits(new ClientLimits(0, 10, 0, Duration.ZERO)), 1);
        var a = server.connect();
        var b = server.connect();
        var text = "y".repeat(99) + "\n";
        a.send(text.repeat(100));
        await(() -> server.chat().counters().receivedBytes() == 100L * text.length());
        stop(server);
        assertThat(b.readToEnd()).isEqualTo(("user:1> " + text).repeat(100) + LAST);
        assertThat(a.readToEnd()).isEqualTo(LAST);
    }

    /** There is a room that cannot be told everything: who asks for it is not kept waiting by that. */
    @Test
    void whoDoesNotReadKeepsNobody() {
        var server = serve(patient(), 2);
        var sender = server.connect();
        var reader = server.connect();
        server.connectSlow();
        run(reader::drain);
        run(() -> flood(sender));
        server.awaitHeldInput();
        stop(server);
        server.chat().stopAtOnce();
        assertThat(sender.readToEnd()).isEqualTo(LAST);
        server.backend().close();
        server.awaitClients(0);
    }

    /** Nobody is left to hear it: neither from who is still there nor from who has gone already. */
    @Test
    void whatWaitsForARoomKeepsNobodyWhenTheBackendCloses() {
        var server = serve(patient(), 2);
        var readers = server.connect(2);
        var senders = server.connect(4);
        var leaver = server.connect();
        server.connectSlow();
        readers.forEach(reader -> run(reader::drain));
        for (var sender : senders) {
            run(sender::drain);
            run(() -> flood(sender));
        }
        await(() -> server.chat().counters().heldInputs() >= senders.size());
        leaver.send("not heard any more\n");
        await(() -> server.chat().counters().heldInputs() > senders.size());
        leaver.reset();
        await(() -> server.chat().counters().closed(CloseReason.IO_ERROR) == 1);
        server.backend().close();
        assertThat(server.chat().clients()).isZero();
    }

    @Test
    void whoComesTooLateIsTold() {
        var server = serve();
        server.connect();
        server.chat().stop();
        assertThat(server.connectSilently().readToEnd()).isIn(TestClient.WELCOME + LAST, LAST);
    }
}
