package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muxbench.core.ServerConfig;
import dev.muxbench.core.spi.BackendProvider;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.tls.TlsSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same over TLS, and what can go wrong with that. */
public abstract class TlsContract extends Contract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LINE = "x".repeat(1000);

    @TempDir
    private Path folder;

    private TestTls tls;
    private TlsSource source;

    protected TlsContract(BackendProvider provider) {
        super(provider);
    }

    @BeforeEach
    void certificates() {
        tls = TestTls.in(folder);
        source = tls.source(PATIENCE);
    }

    @Override
    protected TestServer serve(ServerConfig config, int ioThreads) {
        return encrypting(TestServer.start(provider(), config, ioThreads, source, tls.client()));
    }

    private TestServer encrypting(TestServer server) {
        closedLater(server);
        assumeTrue(source.provider() != null, "it speaks no TLS");
        return server;
    }

    private static void awaitFailures(TestServer server, int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.chat().counters().closed(CloseReason.TLS_FAILED))
                        .isEqualTo(count));
    }

    private static void assertTheyTalk(TestClient from, TestClient to) {
        from.send("/who\nstill here\n");
        from.readLine();
        assertThat(to.readLine()).endsWith("> still here\n");
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
        var sent = (LINE + "\n").repeat(2000);
        var sending = Background.run(() -> a.send(sent));
        b.expect(("user:1> " + LINE + "\n").repeat(2000));
        sending.join();
    }

    // ---- Overload.

    @Test
    void slowReadersLoseNothing() {
        var server = serve(tight(), 2);
        var sender = server.connect();
        var readers = List.of(server.connectSlow(), server.connectSlow(), server.connectSlow());
        int lines = 4000;
        var publishing = Background.run(() -> {
            for (int i = 0; i < lines; i++) {
                sender.send(i + LINE + "\n");
            }
        });
        Awaitility.await().atMost(PATIENCE).until(() -> server.chat().counters().heldInputs() > 0);
        assertThat(server.chat().logBytesInUse()).isLessThan(3L * tight().highWaterBytes());
        var reading = new ArrayList<Background>();
        for (var reader : readers) {
            reading.add(Background.run(() -> {
                for (int i = 0; i < lines; i++) {
                    reader.expect("user:1> " + i + LINE + "\n");
                }
            }));
        }
        publishing.join();
        reading.forEach(Background::join);
    }

    @Test
    void whoStopsReadingIsClosedAndTheOthersGetEverything() {
        var server = serve(tight(), 2);
        var sender = server.connect();
        var readers = server.connect(3);
        server.connectSlow();
        int lines = 4000;
        var publishing = Background.run(() -> {
            for (int i = 0; i < lines; i++) {
                sender.send(LINE + "\n");
            }
        });
        var reading = readers.stream()
                .map(reader -> Background.run(() -> {
                    for (int i = 0; i < lines; i++) {
                        reader.expect("user:1> " + LINE + "\n");
                    }
                }))
                .toList();
        publishing.join();
        reading.forEach(Background::join);
        server.awaitClients(4);
        assertThat(server.chat().counters().closed(CloseReason.SLOW_CONSUMER)).isEqualTo(1);
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

    // ---- Handshakes.

    @Test
    void whoStallsItsHandshakeHoldsNobodyAndIsClosed() {
        source = tls.source(Duration.ofMillis(500));
        var server = serve();
        var a = server.connect();
        var stalled = new ArrayList<TestClient>();
        for (int i = 0; i < 20; i++) {
            stalled.add(server.connectPlain().send(new byte[] {22, 3, 1, 2, 0, 1}, 0, i % 6));
        }
        var b = server.connect();
        assertTheyTalk(a, b);
        awaitFailures(server, 20);
        stalled.forEach(TestClient::drain);
        assertTheyTalk(b, a);
    }

    @Test
    void plainTextIsNotTaken() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        var plain = server.connectPlain();
        plain.send("hello\n/quit\n");
        plain.drain();
        awaitFailures(server, 1);
        var http = server.connectPlain();
        http.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        http.drain();
        awaitFailures(server, 2);
        assertTheyTalk(a, b);
    }

    @Test
    void keysAreNotNegotiatedAnew() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        var again = server.add(TestClient.connect(server.backend().address()).encrypted(tls.client(), "TLSv1.2"));
        again.expect(TestClient.WELCOME);
        try {
            again.encryption().startHandshake();
        } catch (IOException e) {
            // as it should be
        }
        again.drain();
        server.awaitClients(2);
        assertTheyTalk(a, b);
    }

    @Test
    void onlyClientsWithACertificateThatIsVouchedForGetIn() {
        source = tls.source("ca.pem", PATIENCE);
        var server = encrypting(TestServer.start(provider(), ServerConfig.defaults(), 1, source, tls.client("client")));
        var a = server.connect();
        var b = server.connect();
        int refused = 0;
        for (var stranger : List.of(tls.client(), tls.client("stranger"), tls.client("expired"))) {
            var client = server.add(TestClient.connect(server.backend().address()));
            try {
                client.encrypted(stranger).drain();
            } catch (UncheckedIOException e) {
                // it may know that already
            }
            client.close();
            awaitFailures(server, ++refused);
        }
        assertTheyTalk(a, b);
    }

    // ---- New certificates.

    private static String shownTo(TestClient client) {
        try {
            return client.encryption().getSession().getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            throw new IllegalStateException(e);
        }
    }

    private TestClient connectAnew(TestServer server) {
        var client = server.add(TestClient.connect(server.backend().address()).encrypted(tls.client()));
        client.expect(TestClient.WELCOME);
        return client;
    }

    @Test
    void aRenewedCertificateIsShownFromThenOnAndNobodyIsDropped() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        var talking = Background.run(() -> {
            for (int i = 0; i < 2000; i++) {
                a.send(i + LINE + "\n");
                b.expect("user:1> " + i + LINE + "\n");
            }
        });
        tls.replace("server.pem", "renewed.pem");
        tls.replace("server.key", "renewed.key");
        source.reload();
        assertThat(shownTo(connectAnew(server))).isEqualTo("CN=renewed");
        talking.join();
        tls.replace("server.key", "client.key");
        source.reload();
        assertThat(shownTo(connectAnew(server))).isEqualTo("CN=renewed");
        assertThat(shownTo(a)).isEqualTo("CN=localhost");
        assertTheyTalk(a, b);
    }

    @Test
    void aServerThatCannotProveItsNameIsNotTalkedTo() {
        tls.replace("server.pem", "stranger.pem");
        tls.replace("server.key", "stranger.key");
        source = tls.source(PATIENCE);
        var server = serve();
        var client = server.add(TestClient.connect(server.backend().address()));
        assertThatThrownBy(() -> client.encrypted(tls.client())).isInstanceOf(UncheckedIOException.class);
        client.close();
        awaitFailures(server, 1);
    }
}
