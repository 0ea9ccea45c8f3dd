package dev.muxbench.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muxbench.cli.serve.Backends;
import dev.muxbench.core.ChatServer;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A server's name has two addresses, and the server listens at the second: as {@code localhost} often has, with IPv4 and IPv6. */
@EnabledOnOs(OS.LINUX) // where all of 127.0.0.0/8 is this machine
@Tag("commands")
@Timeout(60)
class SeveralAddressesTest {
    private static final InetAddress FIRST = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress SECOND = InetAddress.ofLiteral("127.0.0.2");

    @TempDir
    private Path folder;

    private final ChatServer chat = new ChatServer(ServerConfig.defaults());
    private final Socket first = new Socket(); // takes the port there, so that nobody listens
    private Backend second;
    private int port;

    @BeforeEach
    void listenAtTheSecond() throws IOException {
        var address = new InetSocketAddress(SECOND, 0);
        second = Backends.require("nio").start(chat, new BackendOptions(address, 1, BackendOptions.DEFAULT_BACKLOG));
        port = second.address().getPort();
        first.bind(new InetSocketAddress(FIRST, port));
        Files.writeString(folder.resolve("hosts"), "127.0.0.1 both\n127.0.0.2 both\n");
    }

    @AfterEach
    void close() throws IOException {
        second.close();
        chat.close();
        first.close();
    }

    private record Ended(int code, String out, String err) {}

    private Ended run(String input, String... words) throws IOException, InterruptedException {
        var hosts = "-Djdk.net.hosts.file=" + folder.resolve("hosts");
        var process = new ProcessBuilder(MuxbenchProcess.command(List.of(hosts), List.of(words))).start();
        try (var to = process.outputWriter()) {
            to.write(input);
        }
        var out = new String(process.getInputStream().readAllBytes(), UTF_8);
        var err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), out, err);
    }

    private String name() {
        return "both:" + port;
    }

    @Test
    void aChatIsWithTheOneThatAnswers() throws IOException, InterruptedException {
        var ended = run("/who\n", "chat", name(), "--nick", "ann");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("Here (1): ann");
    }

    @Test
    void aLoadIsOnTheOneThatAnswers() throws IOException, InterruptedException {
        var json = folder.resolve("report.json");
        var words = "load --target " + name() + " --clients 4 --duration 200ms --warmup 0 --quiet --json " + json;
        var ended = run("", words.split(" "));
        assertThat(ended.code()).as(ended.err()).isIn(LoadedServer.VERIFIED);
        assertThat(new ObjectMapper().readTree(json.toFile()).path("target").asText())
                .isEqualTo("127.0.0.2:" + port);
    }

    @Test
    void whereNoneAnswersAllAreNamed() throws IOException, InterruptedException {
        second.close();
        var tried = "cannot connect to " + name() + ": 127.0.0.1:" + port + ": Connection refused, 127.0.0.2:" + port
                + ": Connection refused\n";
        assertThat(run("", "chat", name())).isEqualTo(new Ended(1, "", "muxbench chat: " + tried));
        assertThat(run("", "load", "--target", name(), "--clients", "4"))
                .isEqualTo(new Ended(1, "", "muxbench load: " + tried));
    }
}
