package dev.muxbench.cli.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.muxbench.cli.serve.Backends;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.testkit.TestServer;
import dev.muxbench.testkit.TestTls;
import dev.muxbench.tls.ClientTls;
import dev.muxbench.tls.TlsTrust;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chat client over pipes and TLS: nothing of the end is lost. */
class TlsChatTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static List<String> backends() {
        return ChatBackends.available().stream()
                .filter(backend -> Backends.require(backend)
                        .getClass()
                        .getPackageName()
                        .startsWith("dev.muxbench")) // the example speaks no TLS
                .toList();
    }

    private void chat(TestServer server, TlsTrust trust, String input) throws Exception {
        var config =
                ChatConfig.of(ChatBackends.address(server), ClientTls.of(trust), "pipe", "dev", false, false, false);
        var in = new ByteArrayInputStream(input.getBytes(UTF_8));
        new LineChat(config, in, new PrintStream(out, false, UTF_8), System.err).run();
    }

    @ParameterizedTest
    @MethodSource("backends")
    void allThatWasPipedInArrivesAndAllAnswersCome(String backend) throws Exception {
        var tls = TestTls.in(folder);
        try (var server = TestServer.start(Backends.require(backend), ServerConfig.defaults(), tls)) {
            var other = server.connect();
            other.send("/join dev\n").expect("Joined dev\n");
            var trust = new TlsTrust("127.0.0.1", tls.file("ca.pem"), false, null, null);
            chat(server, trust, "line é\n".repeat(500) + "/who\n".repeat(500) + "last, without LF");
            other.expect("pipe> line é\n".repeat(500) + "pipe> last, without LF\n");
            assertThat(out.toString(UTF_8)).endsWith("Joined dev\n" + "Here (2): user:1, pipe\n".repeat(500));
        }
    }

    @Test
    void aServerThatIsNotVouchedForIsNotTalkedTo() {
        var tls = TestTls.in(folder);
        try (var server = TestServer.start(Backends.require("nio"), ServerConfig.defaults(), tls)) {
            var others = new TlsTrust("127.0.0.1", tls.file("other-ca.pem"), false, null, null);
            assertThatIOException().isThrownBy(() -> chat(server, others, "")).withMessageContaining("--tls-ca");
            var elsewhere = new TlsTrust("example.org", tls.file("ca.pem"), false, null, null);
            assertThatIOException()
                    .isThrownBy(() -> chat(server, elsewhere, ""))
                    .withMessageContaining("example.org");
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsNamed() throws IOException {
        var tls = TestTls.in(folder);
        try (var server = ChatBackends.start("nio")) {
            var trust = new TlsTrust("127.0.0.1", tls.file("ca.pem"), false, null, null);
            assertThatIOException()
                    .isThrownBy(() -> chat(server, trust, ""))
                    .withMessageEndingWith("TLS: it does not speak TLS");
        }
    }
}
