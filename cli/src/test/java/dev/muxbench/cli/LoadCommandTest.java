package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muxbench.core.ChatServer;
import dev.muxbench.core.ServerConfig;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.load.net.Transport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code muxbench load} on a server with the backend nio, in this process. */
class LoadCommandTest {
    private static final int FAILED = 3;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private ChatServer chat;
    private Backend backend;

    @BeforeEach
    void serve() throws IOException {
        serve(ServerConfig.defaults());
    }

    private void serve(ServerConfig config) throws IOException {
        chat = new ChatServer(config);
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        backend = Backends.require("nio").start(chat, new BackendOptions(address, 2, BackendOptions.DEFAULT_BACKLOG));
    }

    @AfterEach
    void stop() {
        backend.close();
        chat.close();
    }

    /** Returns the exit code. */
    private int load(String... options) {
        var words = new ArrayList<>(
                List.of("load", "--target", "127.0.0.1:" + backend.address().getPort()));
        words.addAll(List.of(options));
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words.toArray(String[]::new));
    }

    private static String[] words(String line) {
        return line.split(" ");
    }

    @ParameterizedTest
    @CsvSource({
        "--slow-readers 8, --slow-readers must be at most 6",
        "--slow-readers 80%, --slow-readers must be at most 6",
        "--slow-readers few, --slow-readers must be a number of clients or a share such as 5%",
        "--slow-readers 5 --rooms 3 --senders 1, --slow-readers must leave at least two other clients in each room",
        "--slow-rate 0, --slow-rate must be 1 byte/s or more",
        "--slow-readers 1 --slow-rate 0, --slow-rate must be 1 byte/s or more",
        "--churn 0, --churn must be above 0",
        "--churn -5, --churn must be above 0",
        "--churn 1e9, --churn must be from 0 to 1000000 joins/s",
        "--churn 5 --senders 10, --churn needs clients that neither send nor read slowly",
        "--churn 5 --slow-readers 6, --churn needs clients that neither send nor read slowly"
    })
    void whatCannotBeEndsWithOneLine(String options, String message) {
        assertThat(load(words("--clients 10 " + options))).isEqualTo(2);
        assertThat(err.toString()).contains(message).hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatWasNotAskedForIsNotPrinted() throws IOException {
        var json = folder.resolve("report.json");
        int code = load(words("--clients 10 --in-flight 4 --duration 200ms --warmup 0 --json " + json));
        assertThat(code).isNotEqualTo(FAILED);
        assertThat(out.toString()).contains("deliveries ").doesNotContain("slow", "join");
        assertThat(new ObjectMapper().readTree(json.toFile()).fieldNames())
                .toIterable()
                .contains("latencyNanos")
                .noneMatch(name -> name.contains("slow") || name.contains("join"));
    }

    @Test
    void slowReadersAndJoinsAreReported() throws IOException {
        var json = folder.resolve("report.json");
        int code = load(
                words("--clients 40 --in-flight 4 --duration 300ms --warmup 200ms --slow-readers 5% --slow-rate 1KiB"
                        + " --churn 100 --json " + json));
        assertThat(code).isNotEqualTo(FAILED);
        assertThat(out.toString())
                .containsPattern("(?m)^slow readers  2 at 1\\.0 KiB/s, 0 closed by the server$")
                .containsPattern("(?m)^slow latency  p50 .*$")
                .containsPattern("(?m)^joins         50 of 50 done, 0 failed$")
                .containsPattern("(?m)^join latency  p50 .*\\(n = 30\\)$");
        var report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.get("slowReaders").asInt()).isEqualTo(2);
        assertThat(report.get("slowBytesPerSecond").asInt()).isEqualTo(1024);
        assertThat(report.get("slowReadersClosed").asInt()).isZero();
        assertThat(report.get("slowLatencyNanos").get("count").asLong()).isPositive();
        assertThat(report.get("joinsScheduled").asInt()).isEqualTo(50);
        assertThat(report.get("joinsDone").asInt()).isEqualTo(50);
        assertThat(report.get("joinsFailed").asInt()).isZero();
        assertThat(report.get("joinLatencyNanos").get("count").asInt()).isEqualTo(30);
        assertThat(report.get("deliveries").asLong())
                .isEqualTo(report.get("expectedDeliveries").asLong());
    }

    @ParameterizedTest
    @CsvSource({"JDK, 1, 1", "EPOLL, 1, 1", "JDK, 3, 2", "EPOLL, 3, 2"})
    void joinsAreVerified(Transport transport, int rooms, int threads) {
        assumeTrue(transport.isAvailable());
        int code = load(
                words("--clients 60 --senders 6 --in-flight 16 --duration 500ms --warmup 0 --churn 400 --transport "
                        + transport + " --rooms " + rooms + " --threads " + threads));
        assertThat(err.toString() + out).contains("joins         200 of 200 done, 0 failed");
        assertThat(code).as(out.toString()).isNotEqualTo(FAILED);
    }

    /** A high-water mark and a patience that are soon exceeded: the server holds 64 KiB, the kernel some MiB. */
    @Test
    void aSlowReaderThatTheServerClosesIsNoFailure() throws IOException {
        stop();
        serve(new ServerConfig(
                100,
                4096,
                10,
                ServerConfig.MIN_HIGH_WATER_BYTES,
                Duration.ofMillis(100),
                64 << 20,
                Duration.ofMillis(500)));
        int code = load(words("--clients 8 --senders 2 --in-flight 64 --size 4KiB --duration 3s --warmup 0"
                + " --slow-readers 1 --slow-rate 100"));
        assertThat(out.toString()).contains("slow readers  1 at 100 B/s, 1 closed by the server");
        assertThat(code).as(out.toString()).isNotEqualTo(FAILED);
    }
}
