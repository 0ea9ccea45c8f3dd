package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muxbench.core.ChatServer;
import dev.muxbench.core.ServerConfig;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code muxbench load} when there is nothing to be measured: no output looks like a result, and the exit code says so. */
@Timeout(60)
class LoadFailuresTest {
    private static final int NO_RUN = 1;
    private static final int FAILED = 3;
    private static final int INVALID = 4;
    private static final Duration STANDSTILL = Duration.ofMillis(600);

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private List<String> words(int port, String options) {
        var words = new ArrayList<>(List.of("load", "--target", "127.0.0.1:" + port, "--json", json().toString()));
        words.addAll(List.of(options.split(" ")));
        return words;
    }

    private Path json() {
        return folder.resolve("report.json");
    }

    /** Returns the exit code. */
    private int load(int port, String options, PrintWriter progress) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(progress)
                .execute(words(port, options).toArray(String[]::new));
    }

    private int load(int port, String options) {
        return load(port, options, new PrintWriter(err));
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper().readTree(json().toFile());
    }

    /** One that is ours, with a limit, and can be killed. */
    private static final class Server implements AutoCloseable {
        private final ChatServer chat;
        private final Backend backend;
        private boolean closed;
        final int port;

        Server(int maxClients) throws IOException {
            chat = new ChatServer(new ServerConfig(
                    maxClients,
                    1024,
                    10,
                    ServerConfig.MIN_HIGH_WATER_BYTES,
                    Duration.ofSeconds(10),
                    64 << 20,
                    Duration.ofMillis(100)));
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            backend =
                    Backends.require("nio").start(chat, new BackendOptions(address, 1, BackendOptions.DEFAULT_BACKLOG));
            port = backend.address().getPort();
        }

        void end() {
            if (!closed) {
                closed = true;
                backend.close();
                chat.close();
            }
        }

        @Override
        public void close() {
            end();
        }
    }

    private void assertFailed(String reason) throws IOException {
        assertThat(out.toString())
                .startsWith("FAILED: the figures below are no result\n")
                .containsPattern("(?m)^verdict       FAILED: .*" + reason)
                .doesNotContain("verdict       VALID", "NaN");
        var report = report();
        assertThat(report.get("valid").asBoolean()).isFalse();
        assertThat(report.get("verdict").asText()).startsWith("FAILED: ");
        assertThat(report.get("reasons")).anyMatch(text -> text.asText().contains(reason));
    }

    private void assertNoFigure() throws IOException {
        assertThat(out.toString())
                .containsPattern("(?m)^latency       n/a  \\(n = 0\\)$")
                .containsPattern("(?m)^last receiver n/a  \\(n = 0\\)$")
                .contains("n/a of CPU per delivery");
        var report = report();
        for (var name : List.of("latencyNanos", "serviceNanos", "lastReceiverNanos")) {
            assertThat(report.get(name).get("count").asLong()).isZero();
            assertThat(report.get(name).get("p99").isNull()).isTrue();
            assertThat(report.get(name).get("max").isNull()).isTrue();
        }
        assertThat(report.get("generatorCpuNanosPerDelivery").isNull()).isTrue();
    }

    private void assertNoRun(String reason) {
        assertThat(err.toString().lines().toList().getLast()).contains(reason);
        assertThat(out.toString()).isEmpty();
        assertThat(json()).doesNotExist();
    }

    @Test
    void aServerThatEndsWhileItIsMeasured() throws IOException {
        try (var server = new Server(100)) {
            var progress = new PrintWriter(err) {
                @Override
                public void println(String line) {
                    super.println(line);
                    if (line.contains("measuring")) {
                        server.end();
                    }
                }
            };
            assertThat(load(server.port, "--clients 10 --rate 100 --warmup 0 --duration 1h", progress))
                    .isEqualTo(FAILED);
            assertFailed("10 of 10 connections lost");
            assertThat(report().get("measuredSeconds").asDouble()).isLessThan(60);
        }
    }

    @Test
    void aServerThatTakesFewerClients() throws IOException {
        try (var server = new Server(5)) {
            assertThat(load(server.port, "--clients 10")).isEqualTo(NO_RUN);
            assertNoRun("is full after ");
        }
    }

    @Test
    @Tag("slow") // it is waited for
    void aServerThatAcceptsAndNeverAnswers() throws IOException {
        try (var listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            assertThat(load(listener.getLocalPort(), "--clients 10")).isEqualTo(NO_RUN);
            assertNoRun("0 of 10 clients were greeted");
        }
    }

    /** Greets, and then does with each client what it does. */
    private interface Behaviour {
        void with(BufferedReader client) throws IOException;
    }

    private static ServerSocket serve(Behaviour behaviour) throws IOException {
        var listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    var client = listener.accept();
                    Thread.ofVirtual().start(() -> {
                        try (client) {
                            client.getOutputStream().write("Welcome\n".getBytes(StandardCharsets.US_ASCII));
                            behaviour.with(new BufferedReader(
                                    new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII)));
                        } catch (IOException e) {
                            // it has gone
                        }
                    });
                }
            } catch (IOException e) {
                // closed
            }
        });
        return listener;
    }

    @Test
    @Tag("slow")
    void aServerThatRelaysNothing() throws IOException {
        try (var server = serve(client -> {
            while (client.readLine() != null) {}
        })) {
            assertThat(load(server.getLocalPort(), "--clients 10 --rate 100 --warmup 0 --duration 200ms"))
                    .isEqualTo(FAILED);
            assertFailed("180 deliveries lost");
            assertFailed("no delivery was measured");
            assertNoFigure();
        }
    }

    @Test
    @Tag("slow")
    void aServerThatClosesWhoeverSends() throws IOException {
        try (var server = serve(BufferedReader::readLine)) {
            assertThat(load(server.getLocalPort(), "--clients 10 --senders 2 --rate 100 --warmup 0 --duration 200ms"))
                    .isEqualTo(FAILED);
            assertFailed("2 of 10 connections lost");
            assertFailed("no delivery was measured");
            assertNoFigure();
        }
    }

    /** Nothing is wrong with the server, and no line is due in the measured time. */
    @Test
    void aRunWithoutALine() throws IOException {
        try (var server = new Server(100)) {
            assertThat(load(server.port, "--clients 10 --rate 0.1 --warmup 100ms --duration 100ms"))
                    .isEqualTo(FAILED);
            assertFailed("no delivery was measured");
            assertThat(report().get("latencyNanos").get("p99").isNull()).isTrue();
        }
    }

    /** A generator that the system stops for 600 ms of four seconds: the latency is that of its own standstill, and it says so. */
    @Test
    @Tag("slow")
    void aGeneratorThatStoodStill() throws Exception {
        assumeTrue(Path.of("/bin/kill").toFile().canExecute());
        try (var server = new Server(100)) {
            var command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName()));
            command.addAll(words(server.port, "--clients 10 --rate 500 --warmup 0 --duration 4s"));
            var process = new ProcessBuilder(command)
                    .redirectOutput(folder.resolve("out").toFile())
                    .start();
            var progress = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
            var line = progress.readLine();
            while (line != null && !line.contains("measuring")) {
                line = progress.readLine();
            }
            signal("-STOP", process);
            Thread.sleep(STANDSTILL);
            signal("-CONT", process);
            progress.lines().forEach(rest -> {});
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(INVALID);
            assertThat(folder.resolve("out"))
                    .content()
                    .startsWith("INVALID: the figures below are no result\n")
                    .contains("the generator was late itself", "the machine stood still");
            var p99 = STANDSTILL.toNanos() - Duration.ofSeconds(4).toNanos() / 100; // S - 0.01 T
            long lines = Duration.ofMillis(4).toNanos(); // two of them
            var report = report();
            assertThat(report.get("latencyNanos").get("p99").asLong()).isGreaterThan(p99 - lines);
            assertThat(report.get("scheduleErrorNanos").get("p99").asLong()).isGreaterThan(p99 - lines);
            assertThat(report.get("conditions")
                            .get("wakeUpErrorNanos")
                            .get("p99")
                            .asLong())
                    .isGreaterThan(p99 - lines);
        }
    }

    private static void signal(String name, Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("/bin/kill", name, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
