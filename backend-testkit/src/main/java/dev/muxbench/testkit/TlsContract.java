package dev.muxbench.testkit;

import static dev.muxbench.testkit.NumberedLines.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same as in plain text, over TLS. */
abstract class TlsContract extends EncryptedContract {
    TlsContract(World world) {
        super(world);
    }

    // ---- What is said.

    static List<Transcript> transcripts() {
        return Transcript.all();
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void transcript(Transcript transcript) {
        transcript.play(serve());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void recordsThatComeByteForByteMakeTheSameLines(String protocol) {
        var server = serve();
        var a = server.add(
                TestClient.connectSendingBytes(server.backend().address()).encrypted(tls.client(), protocol));
        a.expect(TestClient.WELCOME);
        var b = server.connect();
        assertThat(a.encryption().getSession().getProtocol()).isEqualTo(protocol);
        var bytes = "caffè ☕ 😀\r\nhello\n".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            a.send(bytes, i, 1);
        }
        a.send("all\nof\nit\n");
        b.expect("user:1> caffè ☕ 😀\nuser:1> hello\nuser:1> all\nuser:1> of\nuser:1> it\n");
    }

    @Test
    void manyLinesInOneWrite() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        var sent = line(0).repeat(2000);
        var sending = run(() -> a.send(sent));
        b.expect(("user:1> " + line(0)).repeat(2000));
        sending.join();
    }

    // ---- Overload.

    @Test
    void slowReadersLoseNothing() {
        var server = serve(patient(), 2);
        var sender = server.connect();
        var readers = List.of(server.connectSlow(), server.connectSlow(), server.connectSlow());
        int lines = 4000;
        var publishing = run(() -> NumberedLines.send(sender, lines));
        server.awaitHeldInput();
        assertThat(server.chat().logBytesInUse()).isLessThan(3L * patient().highWaterBytes());
        var reading = readers.stream()
                .map(reader -> run(() -> NumberedLines.expect(reader, "user:1", lines)))
                .toList();
        publishing.join();
        reading.forEach(Background::join);
    }

    @Test
    void whoStopsReadingIsClosedAndTheOthersGetEverything() {
        var server = serve(tight(), 2);
        var sender = server.connect();
        var readers = server.connect(3);
        server.connectSlow();
        talkUntilClosed(server, sender, readers, 1);
        server.awaitClients(4);
        assertThat(server.slowConsumers()).isEqualTo(1);
    }

    // ---- Ends.

    @Test
    void whoEndsItsSideIsHeardToItsLastByteAndThenClosed() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        a.send("hi\nlast words").halfClose();
        b.expect("user:1> hi\nuser:1> last words\n");
        assertThat(a.readToEnd()).isEmpty(); // which fails if the end is not said
        server.awaitClients(1);
        assertThat(server.chat().counters().closed(CloseReason.CLIENT_LEFT)).isEqualTo(1);
    }

    @Test
    void ofAConnectionThatIsCutWhatWasWholeIsRelayed() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        a.send("whole\nhal");
        b.expect("user:1> whole\n");
        a.truncate();
        server.awaitClients(1);
        assertThat(server.chat().counters().closed(CloseReason.IO_ERROR)).isEqualTo(1);
        server.connect().send("next\n");
        b.expect("user:3> next\n");
    }

    @Test
    void quitIsAnsweredWithTheRestAndAnEnd() {
        var server = serve();
        var a = server.connect();
        server.connect();
        a.send("/who\n/quit\nnot this\n" + "and not this\n".repeat(10_000));
        assertThat(a.readToEnd()).isEqualTo("Here (2): user:1, user:2\n");
    }

    @Test
    void aFullServerSaysSoEvenToAClientThatHasSentSomething() {
        var server = serve(new ServerConfig(1, 1024, 10, 256 << 10, TIMEOUT, 64 << 20, Duration.ofMillis(500)), 1);
        server.connect();
        for (int i = 0; i < 5; i++) {
            var second = server.connectSilently();
            second.send("am I in?\n".repeat(100));
            assertThat(second.readToEnd()).isEqualTo("Server full\n");
            second.close();
        }
    }

    @Test
    void aServerThatStopsSaysSo() {
        var server = serve();
        var clients = server.connect(3);
        clients.getFirst().send("hello\n");
        clients.getLast().expect("user:1> hello\n");
        server.chat().stop();
        assertThat(clients.getFirst().readToEnd()).isEqualTo("Server stopping\n");
        assertThat(clients.getLast().readToEnd()).isEqualTo("Server stopping\n");
    }

    @Test
    void whoeverComesAndGoesLeavesNothing() {
        var server = serve(ServerConfig.defaults(), 2);
        var a = server.connect();
        var b = server.connect();
        for (int i = 0; i < 60; i++) {
            var passing = server.connect();
            passing.send("/join away\n").expect("Joined away\n").send("/help\n".repeat(20));
            switch (i % 4) {
                case 0 -> passing.close();
                case 1 -> passing.reset();
                case 2 -> passing.truncate();
                default -> server.connectPlain().send(new byte[] {22, 3, 1}).close();
            }
        }
        assertTheyTalk(a, b);
    }
}
