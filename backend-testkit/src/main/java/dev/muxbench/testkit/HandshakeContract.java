package dev.muxbench.testkit;

import static dev.muxbench.testkit.NumberedLines.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;

/** How TLS begins: handshakes that stall or are none, who is let in, certificates that change. */
abstract class HandshakeContract extends EncryptedContract {
    HandshakeContract(World world) {
        super(world);
    }

    private void awaitFailures(TestServer server, int count) {
        await(() -> server.chat().counters().closed(CloseReason.TLS_FAILED) == count);
    }

    @Test
    void whoStallsItsHandshakeHoldsNobodyAndIsClosed() {
        source = tls.source(Duration.ofSeconds(3)); // which those who mean it do not need on a busy machine
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
        var again = server.add(server.connectPassing().encrypted(tls.client(), "TLSv1.2"));
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
        var server = serve(ServerConfig.defaults(), 1, tls.client("client"));
        var a = server.connect();
        var b = server.connect();
        int refused = 0;
        for (var stranger : List.of(tls.client(), tls.client("stranger"), tls.client("expired"))) {
            var client = server.connectPlain();
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
        var client = server.add(server.connectPassing().encrypted(tls.client()));
        client.expect(TestClient.WELCOME);
        return client;
    }

    @Test
    void aRenewedCertificateIsShownFromThenOnAndNobodyIsDropped() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        var talking = run(() -> {
            for (int i = 0; i < 2000; i++) {
                a.send(line(i));
                b.expect("user:1> " + line(i));
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
        var client = server.connectPlain();
        assertThatThrownBy(() -> client.encrypted(tls.client())).isInstanceOf(UncheckedIOException.class);
        client.close();
        awaitFailures(server, 1);
    }
}
