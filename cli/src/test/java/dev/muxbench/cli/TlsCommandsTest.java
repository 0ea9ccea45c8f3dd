package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.cli.serve.Backends;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.BackendProvider;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.load.net.Transport;
import dev.muxbench.testkit.TestServer;
import dev.muxbench.testkit.TestTls;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS from the command line: {@code serve} and {@code load}. */
@Tag("commands")
class TlsCommandsTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private TestTls tls;

    @BeforeEach
    void certificates() {
        tls = TestTls.in(folder);
    }

    /** Returns the exit code. */
    private int run(String line) {
        var words = line.replace("DIR", folder.toString()).split(" ");
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }

    // ---- The server.

    @ParameterizedTest
    @CsvSource({
        "--tls-cert DIR/server.pem, --tls-cert goes with --tls-key FILE",
        "--tls-key DIR/server.key, --tls-key goes with --tls-cert FILE",
        "--tls-client-ca DIR/ca.pem, --tls-client-ca goes with --tls-cert FILE",
        "--tls-cert DIR/none.pem --tls-key DIR/server.key, there is no such file",
        "--tls-cert DIR/server.pem --tls-key DIR/client.key, does not belong to the certificate",
        "--tls-cert DIR/server.pem --tls-key DIR/server.key --tls-client-ca DIR/server.key, has no CERTIFICATE",
        "--tls-handshake-timeout 1ms, --tls-handshake-timeout must be from 100 ms to 600 s"
    })
    void whatIsWrongIsOneLineAndExitCode2(String options, String words) {
        assertThat(run("serve --port 0 " + options)).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("muxbench serve: ")
                .contains(words)
                .hasLineCount(1);
    }

    @Test
    void aRenewedCertificateIsTakenUp() throws Exception {
        try (var serve = ServeProcess.start(
                "--tls-cert",
                tls.file("server.pem").toString(),
                "--tls-key",
                tls.file("server.key").toString())) {
            var address = serve.address();
            var load = "load --target localhost:" + address.getPort()
                    + " --clients 4 --rate 20 --duration 200ms --warmup 0s --tls --tls-ca DIR/";
            assertThat(run(load + "ca.pem")).isIn(LoadedServer.VERIFIED);
            assertThat(run(load + "other-ca.pem")).isEqualTo(1);
            tls.replace("server.pem", "stranger.pem");
            tls.replace("server.key", "stranger.key");
            Awaitility.await().until(() -> serve.err().contains("new connections get the certificate"));
            assertThat(run(load + "ca.pem")).isEqualTo(1);
            assertThat(run(load.replace("--tls-ca DIR/", "--tls-insecure"))).isIn(LoadedServer.VERIFIED);
            assertThat(serve.err()).contains("no TLS with");
        }
    }

    // ---- The load generator.

    static List<Transport> transports() {
        return Arrays.stream(Transport.values()).filter(Transport::isAvailable).toList();
    }

    /** Ours. */
    static List<String> otherBackends() {
        return Backends.available().stream()
                .filter(backend -> backend.getClass().getPackageName().startsWith("dev.muxbench"))
                .map(BackendProvider::name)
                .filter(name -> !name.equals("nio"))
                .toList();
    }

    private int load(TestServer server, String options) {
        var words = new ArrayList<>(List.of(
                "load", "--target", "localhost:" + server.backend().address().getPort()));
        Stream.of(options.split(" ")).forEach(words::add);
        return run(String.join(" ", words));
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aLoadIsVerifiedOverTls(Transport transport) {
        verifyOverTls("nio", transport);
    }

    @ParameterizedTest
    @MethodSource("otherBackends")
    @Tag("slow")
    void onEachBackendALoadIsVerifiedOverTls(String backend) {
        verifyOverTls(backend, Transport.best());
    }

    private void verifyOverTls(String backend, Transport transport) {
        try (var server = TestServer.start(Backends.require(backend), ServerConfig.defaults(), tls)) {
            int code = load(
                    server,
                    "--clients 20 --in-flight 64 --duration 300ms --warmup 100ms --tls --tls-ca DIR/ca.pem --transport "
                            + transport);
            assertThat(out.toString()).contains("verified").contains(transport + ", TLS");
            assertThat(code).as(out + "" + err).isIn(LoadedServer.VERIFIED);
            Awaitility.await().until(() -> server.openConnections() == 0);
            assertThat(server.chat().counters().closed(CloseReason.TLS_FAILED)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--tls-ca DIR/ca.pem, go with --tls",
        "--tls --tls-ca DIR/ca.pem --tls-insecure, exclude each other",
        "--tls --tls-cert DIR/client.pem, go together",
        "--tls --tls-ca DIR/none.pem, there is no such file"
    })
    void whatIsWrongWithALoadIsOneLineToo(String options, String words) {
        assertThat(run("load --target localhost:1 --rate 1 " + options)).isEqualTo(2);
        assertThat(err.toString()).startsWith("muxbench load: ").contains(words).hasLineCount(1);
    }
}
