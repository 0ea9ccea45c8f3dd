package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muxbench.cli.serve.Backends;
import dev.muxbench.core.ChatServer;
import dev.muxbench.core.config.ClientLimits;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.load.net.Transport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code muxbench load} on a server with the backend nio, in this process. */
class LoadCommandTest {
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
        "--slow-readers 8, must be at most 6",
        "--slow-readers 80%, must be at most 6",
        "--senders 11, --senders must be from 1 to the number of clients",
        "--rooms 1073741824, --clients must be at least twice the rooms",
        "--slow-readers 999999999 --stuck-readers 999999999 --flooding 999999999 --slowloris 999999999"
                + " --half-open 294967302, must be at most 6",
        "--slow-readers few, is not a number of clients",
        "--slow-readers 5 --rooms 3 --senders 1, must leave at least two other clients in each room",
        "--slow-readers 3 --stuck-readers 2 --flooding 1 --half-open 1, must be at most 6",
        "--half-open 1 --transport jdk, --half-open needs --transport epoll",
        "--stuck-readers -1, is not a number of clients",
        "--zipf 6, --zipf must be from 0 to 5",
        "--connect-rate 0, --connect-rate must be above 0",
        "--reconnect -1, --reconnect must be 0 or more",
        "--slowloris 7, must be at most 6",
        "--resets 0, --resets must be above 0",
        "--resets 2000000, --resets must be from 0 to 1000000 connections/s",
        "--rate 0, --rate must be above 0",
        "--rate fast, is not a rate such as 200",
        "--rate 100..0/1s, --rate must be above 0",
        "--rate 100..200/never, is not a duration",
        "--rate 100..200/0s, --rate must change over a time above 0",
        "--rate 100 --step 5, --step goes with a rate that changes",
        "--rate 100..200 --step 0, --step must be above 0",
        "--rate 1..100000 --step 1, --step must be larger",
        "--burst 100, is not a burst such as 100@1s",
        "--burst 0@1s, --burst must be of 1 to",
        "--burst 10@0s, --burst must come after a time above 0",
        "--in-flight 0, --in-flight must be from 1",
        "--in-flight 5 --poisson, --poisson goes with --rate only",
        "--slo p99<10, --slo: 'p99<10' is not like p99<10ms",
        "--expect p99~10ms, 'is not like p99<10ms, max<1s, lost=0, deliveries>5M/s, reached>99% or cpu<60ns, with <, <='",
        "--expect p99<5ms;lost=no, --expect: 'lost=no' is not like",
        "--expect reached>1, --expect: 'reached>1' is not like",
        "--expect p101<10ms, --expect: 'p101<10ms' must be of a percentile above p0",
        "--expect p99<0ms, --expect: 'p99<0ms' must be of a time above 0",
        "--expect reached>99% --in-flight 4, --expect reached goes with --rate or --burst",
        "--expect lost=0 --slo p99<1s, --expect is for one load",
        "--search clients, --search goes with --slo",
        "--search speed --slo p99<1s, '--search must be rate or clients, not speed'",
        "--stop-early, --stop-early goes with --expect or --slo",
        "--slo p99<1s --processes 2, --slo makes many loads",
        "--slo p99<1s --in-flight 5, --slo searches a rate",
        "--slo p99<1s --rate 1..5, --slo searches a rate",
        "--slow-rate 0, --slow-rate must be 1 byte/s or more",
        "--slow-readers 1 --slow-rate 0, --slow-rate must be 1 byte/s or more",
        "--clients ten, '--clients must be a whole number, not ten'",
        "--clients 9999999999, '--clients must be a whole number of at most 2147483647, not 9999999999'",
        "--zipf q, '--zipf must be a number, not q'",
        "--threads 0, '--threads: ''0'' is neither auto nor a number from 1 on'",
        "--threads 11, '--threads must be auto, or from 1 to the number of clients'",
        "--cpus 3-1, '--cpus: ''3-1'' is no range of CPUs below 1024'",
        "--cpus a, '--cpus: ''a'' is no list of CPUs such as 2,3 or 4-7'",
        "--joined maybe, '--joined must be yes or no, not maybe'",
        "--verify some, '--verify: ''some'' is not a number of clients, nor a share such as 5%'",
        "--verify 11, --verify must be at most the number of clients",
        "--verify 4, --verify must be at least 5",
        "--verify 6 --reconnect 1, --verify must be all with --reconnect",
        "--verify 6 --flooding 1, --verify must be all with --flooding",
        "--verify 6 --protocol nats, '--verify must be all with nats, whose servers send more than lines'",
        "--churn 0, --churn must be above 0",
        "--churn -5, --churn must be above 0",
        "--churn 1e9, --churn must be from 0 to 1000000 joins/s",
        "--churn 5 --senders 10, --churn needs clients that neither send nor are unruly",
        "--churn 5 --slow-readers 6, --churn needs clients that neither send nor are unruly"
    })
    void whatCannotBeEndsWithOneLine(String options, String message) {
        assertThat(load(words("--clients 10 " + options.replace(';', ',')))).isEqualTo(2);
        assertThat(err.toString()).contains(message).hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--size 47, --size must be from 48 to 65536 bytes",
        "--size 47..64, --size must be from 48 to 65536 bytes",
        "--size 64..65KiB, --size must be from 48 to 65536 bytes",
        "--size 401 --protocol irc, --size must be from 48 to 400 bytes in irc",
        "--size 65..64, is not a range from the shortest to the longest",
        "--size ..64, is not a size",
        "--size 64..100 --corpus README, --size must be one size with --corpus",
        "--size x, --size: 'x' is not a size such as",
        "--protocol http, '--protocol: no protocol is called http; there are: chat, redis, nats, irc'"
    })
    void linesThatCannotBeEndWithOneLine(String options, String message) {
        assertThat(load(words("--clients 10 " + options))).isEqualTo(2);
        assertThat(err.toString()).contains(message).hasLineCount(1);
    }

    /** The protocol of docs/write-a-dialect.md, which is not on the class path of this module. */
    @ParameterizedTest
    @CsvSource({
        "--protocol post --size 4097, --size must be from 48 to 4096 bytes in post",
        "--protocol http, '--protocol: no protocol is called http; there are: chat, redis, nats, irc, post'"
    })
    void aJarAddsAProtocol(String options, String message) throws IOException {
        var own = Thread.currentThread().getContextClassLoader();
        var added = Path.of("../load-generator/target/test-classes").toUri().toURL();
        try (var with = new URLClassLoader(new URL[] {added}, own)) {
            Thread.currentThread().setContextClassLoader(with);
            assertThat(load(words("--clients 10 " + options))).isEqualTo(2);
            assertThat(err.toString()).contains(message).hasLineCount(1);
        } finally {
            Thread.currentThread().setContextClassLoader(own);
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:x", "127.0.0.1:0", ":7711", "[::1"})
    void aTargetThatIsNoneEndsWithOneLine(String target) {
        assertThat(loadFrom(target)).isEqualTo(2);
        assertThat(err.toString())
                .contains("--target: the server must be HOST or HOST:PORT")
                .hasLineCount(1);
    }

    private int loadFrom(String target) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("load", "--target", target);
    }

    @Test
    void linesOfDifferentLengths() throws IOException {
        var json = folder.resolve("report.json");
        int code = load(words("--clients 10 --in-flight 4 --duration 200ms --warmup 0 --size 48..1KiB --json " + json));
        assertThat(code).isIn(LoadedServer.VERIFIED);
        assertThat(out.toString()).contains(", 48 to 1024 B lines, 1 room,");
        var report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.get("leastLineBytes").asInt()).isEqualTo(48);
        assertThat(report.get("lineBytes").asInt()).isEqualTo(1024);
        assertThat(report.get("protocol").asText()).isEqualTo("chat");
    }

    @Test
    void realLines() throws IOException {
        var corpus = Files.writeString(folder.resolve("corpus"), "Größe\n\n/quit\nuser:1> M\na\u0007b\n日本語\n");
        int code = load(
                "--clients",
                "10",
                "--in-flight",
                "4",
                "--duration",
                "200ms",
                "--warmup",
                "0",
                "--corpus",
                corpus.toString());
        assertThat(code).as(out.toString()).isIn(LoadedServer.VERIFIED);
        assertThat(err.toString())
                .contains("corpus: 4 lines; left out: 1 empty, 0 not UTF-8, 1 with control characters, 0 too long");
        assertThat(out.toString()).contains(", 4 real lines, 1 room,");
    }

    @Test
    void aCorpusWithoutLinesEndsWithOneLine() throws IOException {
        var corpus = Files.writeString(folder.resolve("corpus"), "\n");
        assertThat(load("--corpus", corpus.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--corpus has no line that can be sent");
        assertThat(load("--corpus", folder.resolve("none").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("none: no such file (--corpus)");
        assertThat(load("--corpus", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("Is a directory (--corpus)");
    }

    /** A chat server greets with a line that no Redis server would begin with. */
    @Test
    void anotherProtocolThanTheServersEndsWithOneLine() {
        assertThat(load("--protocol", "redis", "--clients", "2")).isEqualTo(1);
        assertThat(err.toString()).contains("said 'Welcome to Simple Chat!").contains("is it a Redis server?");
    }

    @Test
    void whoIsCountedAndNotLookedAtIsSaid() {
        assertThat(load(words("--clients 10 --verify 6 --in-flight 4 --duration 200ms --warmup 0")))
                .isIn(LoadedServer.VERIFIED);
        assertThat(out.toString())
                .contains("10 clients (4 of them counted), 4 senders")
                .contains("counted       4 of 10 clients, drawn by seed 1");
    }

    @Test
    void whatWasNotAskedForIsNotPrinted() throws IOException {
        var json = folder.resolve("report.json");
        int code = load(words("--clients 10 --in-flight 4 --duration 200ms --warmup 0 --json " + json));
        assertThat(code).isIn(LoadedServer.VERIFIED);
        assertThat(out.toString())
                .contains("deliveries ")
                .doesNotContain("slow", "unruly", "join", "reconnect", "flood");
        assertThat(new ObjectMapper().readTree(json.toFile()).fieldNames())
                .toIterable()
                .contains("latencyNanos")
                .noneMatch(name -> name.contains("slow") || name.contains("unruly") || name.contains("join"));
    }

    @Test
    void slowReadersAndJoinsAreReported() throws IOException {
        var json = folder.resolve("report.json");
        int code = load(
                words("--clients 40 --in-flight 4 --duration 300ms --warmup 200ms --slow-readers 5% --slow-rate 1KiB"
                        + " --churn 100 --json " + json));
        assertThat(code).isIn(LoadedServer.VERIFIED);
        assertThat(out.toString())
                .containsPattern("(?m)^unruly        2 read 1\\.0 KiB/s; 0 closed by the server$")
                .containsPattern("(?m)^their latency p50 .*$")
                .containsPattern("(?m)^joins         50 of 50 done, 0 failed$")
                .containsPattern("(?m)^join latency  p50 .*\\(n = 30\\)$");
        var report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.get("slowReaders").asInt()).isEqualTo(2);
        assertThat(report.get("slowBytesPerSecond").asInt()).isEqualTo(1024);
        assertThat(report.get("unrulyClosed").asInt()).isZero();
        assertThat(report.get("unrulyLatencyNanos").get("count").asLong()).isPositive();
        assertThat(report.get("joinsScheduled").asInt()).isEqualTo(50);
        assertThat(report.get("joinsDone").asInt()).isEqualTo(50);
        assertThat(report.get("joinsFailed").asInt()).isZero();
        assertThat(report.get("joinLatencyNanos").get("count").asInt()).isEqualTo(30);
        assertThat(report.get("deliveries").asLong())
                .isEqualTo(report.get("expectedDeliveries").asLong());
    }

    /** Of an unlikely port: as it is written in brackets, it can be told from the address. */
    @Test
    void anIpv6AddressIsInBrackets() {
        int code = Main.commandLine()
                .setErr(new PrintWriter(err))
                .execute("load", "--target", "[::1]:1", "--clients", "2");
        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("cannot connect client 1 of 2 to [0:0:0:0:0:0:0:1]:1: ");
    }

    @Test
    void oneSenderIsOne() {
        assertThat(load(words("--clients 2 --senders 1 --rate 50 --duration 100ms --warmup 0")))
                .isIn(LoadedServer.VERIFIED);
        assertThat(out.toString()).contains("2 clients, 1 sender, 50 lines/s");
    }

    /**
     * All of them at once: what is measured is verified all the same, and each is named. The mark is so high, and so little is taken from
     * the flood, that the room is not held up while some read nothing, and that its lines are soon read on a busy machine.
     */
    @Test
    void clientsThatBehaveBadlyAreNamed() throws IOException {
        assumeTrue(Transport.EPOLL.isAvailable());
        stop();
        serve(new ServerConfig(100, 1024, 10, 256L << 20, Duration.ofHours(1), 256L << 20, Duration.ofSeconds(2))
                .withClientLimits(new ClientLimits(0, 0, 64 << 10, Duration.ZERO)));
        var json = folder.resolve("report.json");
        int code = load(words("--clients 40 --senders 10% --rate 100 --duration 300ms --warmup 200ms --slow-readers 1"
                + " --stuck-readers 2 --flooding 1 --slowloris 3 --half-open 1 --resets 100 --rooms 2 --zipf 1 --connect-rate 1000 --reconnect 3"
                + " --json " + json));
        assertThat(code).as("%s%s", out, err).isIn(LoadedServer.VERIFIED);
        assertThat(out.toString())
                .contains("40 clients, 4 senders, 100 lines/s")
                .contains(
                        "1 read 10.0 KiB/s, 2 read nothing, 1 flood, 3 never end a line, 1 vanished; 0 closed by the server")
                .containsPattern("(?m)^resets        \\d+ connections opened and reset$")
                .contains("reconnects    0 connections broke, 0 clients are back")
                .containsPattern("(?m)^flood         \\d.* taken by the server$");
        var report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.get("floodBytes").asLong()).isPositive();
        assertThat(report.get("resets").asLong()).isPositive();
        assertThat(report.get("connectLatencyNanos").get("count").asInt()).isEqualTo(40);
        assertThat(report.get("deliveries").asLong())
                .isEqualTo(report.get("expectedDeliveries").asLong());
    }

    @ParameterizedTest
    @CsvSource({
        "--rate 50..100/200ms, 50 to 100 lines/s within 0.2 s",
        "--rate 50..100/200ms --step 25, 50 to 100 lines/s within 0.2 s by 25",
        "--rate 62.5 --poisson, 62.5 lines/s at random",
        "--burst 10@100ms, 10 lines at once every 0.1 s",
        "--think 50ms, 0.05 s of thinking"
    })
    void theArrivalsAreNamed(String options, String description) {
        int code = load(words("--clients 10 --duration 300ms --warmup 0 " + options));
        assertThat(code).as("%s%s", out, err).isIn(LoadedServer.VERIFIED);
        assertThat(out.toString()).contains(", " + description + ", 64 B lines");
    }

    /** No rate is so low that a delivery takes less than a nanosecond. */
    @Test
    void aGoalThatCannotBeKeptIsSearchedForInVain() throws IOException {
        var json = folder.resolve("search.json");
        int code =
                load(words("--clients 10 --rate 100 --duration 100ms --warmup 0 --slo p50<0.000001ms --json " + json));
        assertThat(code).as("%s%s", out, err).isEqualTo(4);
        assertThat(out.toString()).contains("no rate was found at which p50 < 0.000001 ms is kept");
        var search = new ObjectMapper().readTree(json.toFile());
        assertThat(search.get("keptLinesPerSecond").asDouble()).isZero();
        assertThat(search.get("runs").size()).isGreaterThan(5);
    }

    @ParameterizedTest
    @CsvSource({"JDK, 1, 1", "EPOLL, 1, 1", "JDK, 3, 2", "EPOLL, 3, 2"})
    void joinsAreVerified(Transport transport, int rooms, int threads) {
        assumeTrue(transport.isAvailable());
        int code = load(
                words("--clients 60 --senders 6 --in-flight 16 --duration 500ms --warmup 0 --churn 400 --transport "
                        + transport + " --rooms " + rooms + " --threads " + threads));
        assertThat(err.toString() + out).contains("joins         200 of 200 done, 0 failed");
        assertThat(code).as(out.toString()).isIn(LoadedServer.VERIFIED);
    }

    /**
     * A high-water mark and a patience that are soon exceeded: the server holds 64 KiB, the kernel some MiB. The load goes on until the
     * server has closed it, and is INVALID, as it is stopped then.
     */
    @Test
    void aSlowReaderThatTheServerClosesIsNoFailure() throws Exception {
        stop();
        serve(new ServerConfig(
                100,
                4096,
                10,
                ServerConfig.MIN_HIGH_WATER_BYTES,
                Duration.ofMillis(100),
                64 << 20,
                Duration.ofMillis(500)));
        var command = MuxbenchProcess.command(
                words("load --target 127.0.0.1:" + backend.address().getPort()
                        + " --clients 8 --senders 2 --in-flight 64 --size 4KiB --duration 1h --warmup 0 --quiet"
                        + " --slow-readers 1 --slow-rate 100"));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var output = process.inputReader()) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> chat.counters().closed(CloseReason.SLOW_CONSUMER) == 1);
            process.toHandle().destroy();
            var printed = String.join("\n", output.lines().toList());
            assertThat(printed)
                    .contains("unruly        1 read 100 B/s; 1 closed by the server")
                    .containsPattern("(?m)^verdict       INVALID: stopped before its time");
            assertThat(process.waitFor()).as(printed).isEqualTo(4);
        } finally {
            process.destroyForcibly();
        }
    }
}
