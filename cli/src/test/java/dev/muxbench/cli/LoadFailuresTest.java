package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muxbench.cli.serve.Backends;
import dev.muxbench.core.ChatServer;
import dev.muxbench.core.config.ClientLimits;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.TimeSeries;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code muxbench load} when there is nothing to be measured: no output looks like a result, and the exit code says so. */
@Timeout(60)
@Tag("commands")
class LoadFailuresTest {
    private static final int NO_RUN = 1;
    private static final int FAILED = 3;
    private static final int INVALID = 4;
    private static final int TERMINATED = 143;
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
            this(maxClients, ClientLimits.NONE);
        }

        Server(int maxClients, ClientLimits limits) throws IOException {
            chat = new ChatServer(new ServerConfig(
                            maxClients,
                            1024,
                            10,
                            ServerConfig.MIN_HIGH_WATER_BYTES,
                            Duration.ofSeconds(10),
                            64 << 20,
                            Duration.ofMillis(100))
                    .withClientLimits(limits));
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

    /** It says why before it closes, in words of its own. */
    @Test
    void aServerThatRefusesIsQuoted() throws IOException {
        try (var server = new Server(20, new ClientLimits(5, 0, 0, Duration.ZERO))) {
            assertThat(load(server.port, "--clients 10")).isEqualTo(NO_RUN);
            assertNoRun(
                    "client 6 of 10: 127.0.0.1:" + server.port + " refused it: Too many connections from your address");
        }
    }

    @Test
    void aServerThatTakesFewerClients() throws IOException {
        try (var server = new Server(5)) {
            assertThat(load(server.port, "--clients 10")).isEqualTo(NO_RUN);
            assertNoRun("client 6 of 10: 127.0.0.1:" + server.port + " is full");
        }
    }

    @Test
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

    /**
     * A generator that the system stops for S: its latency is that of its own standstill, and it says so. Of the lines of a time T those
     * that are due in the standstill have latencies from S down to 0, evenly, so that the p99 is at least S - 0.01 T.
     */
    @Test
    void aGeneratorThatStoodStill() throws Exception {
        assumeTrue(Path.of("/bin/kill").toFile().canExecute());
        try (var server = new Server(100)) {
            var words = words(server.port, "--clients 10 --rate 500 --warmup 0 --duration 1h");
            var process = new ProcessBuilder(MuxbenchProcess.command(words.toArray(String[]::new)))
                    .redirectOutput(folder.resolve("out").toFile())
                    .start();
            try (var progress = process.errorReader()) {
                awaitMeasuring(progress);
                signal("-STOP", process);
                Thread.sleep(STANDSTILL);
                while (progress.ready()) {
                    progress.readLine(); // of the time before
                }
                signal("-CONT", process);
                awaitMeasuring(progress);
                awaitMeasuring(progress); // what was due in the standstill is sent
                process.toHandle().destroy();
                progress.lines().forEach(rest -> {});
            }
            assertThat(process.waitFor()).isEqualTo(INVALID);
            assertThat(folder.resolve("out"))
                    .content()
                    .startsWith("INVALID: the figures below are no result\n")
                    .contains("the generator was late itself", "the machine stood still");
            var report = report();
            var measured = Duration.ofMillis(
                    (long) (1000 * report.get("measuredSeconds").asDouble()));
            long least = STANDSTILL.minus(measured.dividedBy(100)).toNanos();
            long lines = Duration.ofMillis(4).toNanos() + least / 1000; // two of them, and a histogram's resolution
            assertThat(report.get("latencyNanos").get("p99").asLong()).isGreaterThan(least - lines);
            assertThat(report.get("scheduleErrorNanos").get("p99").asLong()).isGreaterThan(least - lines);
            assertThat(report.get("conditions")
                            .get("wakeUpErrorNanos")
                            .get("p99")
                            .asLong())
                    .isGreaterThan(least - lines);
        }
    }

    private Process start(int port, String options) throws IOException {
        var words = words(port, options + " --out " + folder.resolve("run"));
        return new ProcessBuilder(MuxbenchProcess.command(words.toArray(String[]::new)))
                .redirectOutput(folder.resolve("out").toFile())
                .start();
    }

    private void assertIncomplete(String reason) throws IOException {
        assertThat(folder.resolve("out")).isEmptyFile();
        assertThat(json()).doesNotExist();
        var files = RunFiles.open(folder.resolve("run"));
        assertThat(files.verdict()).isEqualTo("INCOMPLETE");
        assertThat(files.reasons()).singleElement().asString().startsWith(reason);
        assertThat(files.trials().getFirst().verdict()).isEqualTo("INVALID");
    }

    @Test
    void whoStopsItWhileItConnectsIsToldSo() throws Exception {
        try (var listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            var process = start(listener.getLocalPort(), "--clients 10 --quiet");
            try (var _ = listener.accept();
                    var err = process.errorReader()) {
                process.toHandle().destroy(); // SIGTERM
                assertThat(err.lines())
                        .containsExactly("muxbench load: stopped while connecting, nothing was measured");
            }
            assertThat(process.waitFor()).isEqualTo(TERMINATED);
        }
        assertIncomplete("stopped while connecting");
    }

    /** Else it waits at its end for deliveries that will not come, and calls them lost. */
    @Test
    void whoStopsItTwiceDoesNotWait() throws Exception {
        try (var server = serve(client -> {
            while (client.readLine() != null) {}
        })) {
            var process = start(server.getLocalPort(), "--clients 10 --rate 100 --warmup 0 --duration 1h");
            try (var progress = process.errorReader()) {
                awaitLine(progress, "measuring");
                process.toHandle().destroy();
                awaitLine(progress, "waiting for");
                process.toHandle().destroy();
                assertThat(progress.lines()).last().asString().startsWith("muxbench load: stopped twice");
            }
            assertThat(process.waitFor()).isEqualTo(TERMINATED);
        }
        assertIncomplete("stopped twice");
        var files = RunFiles.open(folder.resolve("run"));
        assertThat(files.damage()).isEmpty();
        assertThat(files.series(files.trials().getFirst()).numbers(TimeSeries.Column.LINES_SENT))
                .isNotEmpty();
    }

    private static void awaitMeasuring(BufferedReader progress) throws IOException {
        awaitLine(progress, "measuring");
    }

    private static void awaitLine(BufferedReader progress, String part) throws IOException {
        var line = progress.readLine();
        while (line != null && !line.contains(part)) {
            line = progress.readLine();
        }
        assertThat(line).isNotNull();
    }

    private static void signal(String name, Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("/bin/kill", name, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
