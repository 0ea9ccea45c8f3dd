package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.TimeSeries.Column;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code muxbench load} leaves behind, and where else it is seen. */
class LoadFolderCommandTest {
    private static final String SCENARIO = """
            question: How?
            need: the best
            clients: 6
            senders: 2
            size: 100
            rate: 200
            server-options: [--max-line=8KiB]
            warmup: 100ms
            duration: 300ms
            primary: deliveriesPerSecond
            figures: [deliveriesPerSecond]
            """;

    @TempDir
    private Path temporary;

    private LoadedServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new LoadedServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Two threads: their intervals end at different times. */
    @Test
    void aLoadLeavesAFolderThatAllCommandsRead() throws IOException {
        var to = temporary.resolve("load");
        var json = temporary.resolve("report.json");
        int code =
                server.load("--clients 10 --rate 200 --duration 1500ms --warmup 100ms --threads 2 --quiet --label mine"
                        + " --out " + to + " --json " + json);
        assertThat(code).as(server.err()).isIn(LoadedServer.VERIFIED);
        assertThat(server.err()).isEmpty();
        assertThat(server.out()).contains("results       " + to);

        var report = new ObjectMapper().readTree(json.toFile());
        var files = RunFiles.open(to);
        assertThat(files.verdict()).isEqualTo(code == 0 ? "VALID" : "INVALID");
        var trial = files.trials().getFirst();
        assertThat(trial.figures().get("deliveries"))
                .isEqualTo(report.path("deliveries").asDouble())
                .isPositive();
        assertThat(files.histograms(trial).merged().getTotalCount())
                .isEqualTo(report.path("latencyNanos").path("count").asLong());
        assertThat(files.series(trial).numbers(Column.LINES_SENT).stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isEqualTo(report.path("sentLines").asDouble());
        assertThat(files.series(trial).numbers(Column.SERVER_CPU_S)).containsOnlyNulls();
        assertThat(files.manifest().path("load").path("clients").asInt()).isEqualTo(10);
        assertThat(files.damage()).isEmpty();

        assertThat(server.run("report", to)).as(server.err()).isZero();
        assertThat(to.resolve("report.html")).exists();
        assertThat(server.run("export", to)).as(server.err()).isZero();
        assertThat(to.resolve("export/load-mine-10.hgrm")).exists();
        assertThat(server.run("compare", to, to)).as(server.err()).isZero();
        assertThat(server.out()).contains("mine, 10 clients, load: latency p99");

        assertThat(server.load("--clients 10 --quiet --out " + to)).isEqualTo(1);
        assertThat(server.err()).contains("is not empty").hasLineCount(1);
    }

    @Test
    void aLoadThatNobodyHearsLeavesItsReason() throws IOException {
        server.close();
        var to = temporary.resolve("load");
        assertThat(server.load("--clients 10 --out " + to)).isEqualTo(1);
        var files = RunFiles.open(to);
        assertThat(files.verdict()).isEqualTo("FAILED");
        assertThat(files.reasons().getFirst()).startsWith("cannot connect client 1 of 10");
        assertThat(server.run("report", to)).isZero();
    }

    private Path scenario(String text) throws IOException {
        return Files.writeString(temporary.resolve("tiny.yaml"), text);
    }

    @Test
    void aScenarioSaysWhatOptionsDoNot() throws IOException {
        var json = temporary.resolve("report.json");
        var to = temporary.resolve("load");
        var file = scenario(SCENARIO);
        assertThat(server.load("--scenario " + file + " --senders 3 --json " + json + " --out " + to))
                .as(server.err())
                .isIn(LoadedServer.VERIFIED);
        var report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.path("clients").asInt()).isEqualTo(6);
        assertThat(report.path("senders").asInt()).isEqualTo(3);
        assertThat(report.path("lineBytes").asInt()).isEqualTo(100);
        assertThat(report.path("sentLines").asInt()).isEqualTo(80);
        assertThat(report.path("warmupSeconds").asDouble()).isEqualTo(0.1);
        assertThat(server.err()).contains("scenario tiny is for a server with --max-line=8KiB");
        assertThat(RunFiles.open(to).trials().getFirst().scenario()).isEqualTo("tiny");
    }

    @Test
    void anOptionForAClosedLoopOverridesAScenariosRate() throws IOException {
        assertThat(server.load("--scenario " + scenario(SCENARIO) + " --in-flight 4 --clients 4 --quiet"))
                .as(server.err() + server.out())
                .isIn(LoadedServer.VERIFIED);
        assertThat(server.out()).contains("4 clients, 2 senders, 4 lines in flight, 100 B lines");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            clients: 6 | clients: [6, 8] | --clients has several values in scenario tiny (6, 8): say which one
            rate: 200  | rate: [5, 7.5] | --rate has several values in scenario tiny (5, 7.5): say which one
            """)
    void aScenarioOfSeveralLoadsNeedsAChoice(String one, String several, String message) throws IOException {
        assertThat(server.load(
                        "--scenario " + scenario(SCENARIO.replace(one, several).replaceFirst("(?m)^server-o.*\n", ""))))
                .isEqualTo(2);
        assertThat(server.err()).contains(message).hasLineCount(1);
    }

    @Test
    void anUnknownScenarioIsOneLine() {
        assertThat(server.load("--scenario none.yaml")).isEqualTo(1);
        assertThat(server.err()).contains("none.yaml").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --label a/b                  | --label must be up to 40 letters
            --prometheus 9464            | --prometheus must be an address such as 127.0.0.1:9464 or :9464
            --prometheus :70000          | --prometheus must be an address
            --part 1/2                   | --part needs --run-id and --start-at, the same for all parts of the load
            --part 1/2 --run-id a --start-at +5s  | --part needs a --start-at that is the same for all parts
            --part 3/2 --run-id a --start-at 2026-01-01T00:00:00Z | --part must be from 1 to 2 of 2
            --part two --run-id a --start-at 2026-01-01T00:00:00Z | --part must be such as 2/4, the second of four, not two
            --part 1/2 --run-id a --start-at 2026-01-01T00:00:00Z --processes 2 | --part and --processes exclude each other
            --part 1/2 --run-id a --start-at 2026-01-01T00:00:00Z --rooms 1 | --rooms must be at least 2: each part talks
            --shared-rooms               | --shared-rooms goes with --processes or --part
            --processes 2 --shared-rooms --churn 5 | --shared-rooms goes without clients that come and go
            --processes 2 --shared-rooms --expect lost=0 --stop-early | --stop-early goes without --shared-rooms
            --processes 0                | --processes must be from 1 to 256
            --processes 5                | --senders must be at least 5, one for each part
            --run-id a                   | --run-id is for a load of several parts
            --start-at tomorrow          | --start-at must be an instant such as
            --start-at +soon             | --'soon' is not a duration
            --start-at +48h              | --start-at must be within a day
            """)
    void wrongUsageIsOneLine(String options, String message) {
        assertThat(server.load("--clients 10 " + options)).isEqualTo(2);
        assertThat(server.err()).contains(message).hasLineCount(1);
        assertThat(server.out()).isEmpty();
    }

    @Test
    void aStartThatIsOverIsAFailure() {
        assertThat(server.load("--clients 4 --quiet --start-at 2026-01-01T00:00:00Z"))
                .isEqualTo(1);
        assertThat(server.err())
                .contains("the start, 2026-01-01T00:00:00Z, was", "when all clients were connected; choose a later one")
                .hasLineCount(1);
    }

    @Test
    void aPortInUseIsOneLine() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = listener.getLocalPort();
            assertThat(server.load("--clients 4 --prometheus 127.0.0.1:" + port))
                    .isEqualTo(1);
            assertThat(server.err())
                    .contains("cannot listen on 127.0.0.1:" + port, "in use", "(--prometheus)")
                    .hasLineCount(1);
        }
    }
}
