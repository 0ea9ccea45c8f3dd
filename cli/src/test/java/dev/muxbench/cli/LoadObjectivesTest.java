package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muxbench.results.RunFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads that have to show something, and searches for the one that just does. */
@Tag("commands")
class LoadObjectivesTest {
    private static final int MOST_CLIENTS = 12;
    private static final String SHORT = " --duration 200ms --warmup 0 --quiet";

    /** A missed objective, or, on a busy machine, INVALID. */
    private static final List<Integer> MISSED = List.of(5, 4);

    @TempDir
    private Path temporary;

    private LoadedServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new LoadedServer(MOST_CLIENTS);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    @Test
    void whatIsMetIsSaidEverywhere() throws IOException {
        var to = temporary.resolve("load");
        var json = temporary.resolve("report.json");
        int code = server.load("--clients 10 --rate 200 --expect p99<1h,lost=0,deliveries>1,reached>0%,cpu>0ns --out "
                + to + " --json " + json + SHORT);
        assertThat(code).as(server.out()).isIn(LoadedServer.VERIFIED);
        assertThat(server.err()).isEmpty();
        assertThat(server.out())
                .containsPattern("(?m)^expected      p99 < 3,600,000 ms: met, [\\d.]+ ms$")
                .containsPattern("(?m)^expected      lost = 0: met, 0$");
        var expectations = json(json).path("expectations");
        assertThat(expectations).hasSize(5).allMatch(each -> each.path("met").asBoolean());
        assertThat(expectations.get(1).path("found").asDouble(-1)).isZero();
        assertThat(json(to.resolve("verdict.json")).path("expectations")).isEqualTo(expectations);
    }

    @Test
    void whatIsMissedIsALineEach() throws IOException {
        var to = temporary.resolve("load");
        int code = server.load(
                "--clients 10 --rate 200 --expect lost=0,p50<0.000001ms,deliveries>5G/s --out " + to + SHORT);
        assertThat(code).as(server.out()).isIn(MISSED);
        assertThat(server.out())
                .contains("lost = 0: met, 0")
                .containsPattern("(?m)^expected      deliveries > 5,000,000,000/s: missed, [\\d,.]+/s$");
        if (code == 5) {
            assertThat(server.err())
                    .hasLineCount(2)
                    .containsPattern("(?m)^expected p50 < 0.000001 ms, found [\\d.]+ ms$");
            assertThat(RunFiles.open(to).verdict()).isEqualTo("VALID");
        }
        assertThat(json(to.resolve("verdict.json"))
                        .path("expectations")
                        .get(1)
                        .path("met")
                        .asBoolean(true))
                .isFalse();
    }

    /** One process, and two that are ended by the one that has started them. */
    @ParameterizedTest
    @ValueSource(strings = {"", " --processes 2 --senders 2"})
    void aLoadOfAnHourEndsWhenItsOutcomeIsCertain(String more) throws IOException {
        var to = temporary.resolve("load");
        int code = server.load("--clients 10 --rate 100 --duration 1h --warmup 0 --quiet --stop-early"
                + " --expect max<0.000001ms --out " + to + more);
        assertThat(code).as(server.out()).isIn(MISSED);
        var files = RunFiles.open(to);
        assertThat(files.verdict()).isEqualTo("INVALID");
        assertThat(files.reasons())
                .anyMatch(reason -> reason.contains("ended early, max < 0.000001 ms cannot be met any more"))
                .noneMatch(reason -> reason.startsWith("stopped before its time"));
    }

    @Test
    void eachTryOfASearchHasASeedOfItsOwn() throws IOException {
        var json = temporary.resolve("search.json");
        int code =
                server.load("--clients 10 --rate 0.4 --poisson --seed 7 --slo p50<0.000001ms --json " + json + SHORT);
        assertThat(code).as("%s%s", server.out(), server.err()).isEqualTo(4);
        assertThat(server.out()).contains("no rate was found at which p50 < 0.000001 ms is kept", "  seed 9");
        assertThat(json(json).path("runs"))
                .extracting(run -> run.path("seed").asInt())
                .containsExactly(7, 8, 9);
    }

    @Test
    void eachTryOfASearchHasAFolder() throws IOException {
        var to = temporary.resolve("search");
        int code = server.load("--clients 10 --rate 0.4 --slo p50<0.000001ms --out " + to + SHORT);
        assertThat(code).as("%s%s", server.out(), server.err()).isEqualTo(4);
        var search = json(to.resolve("search.json"));
        assertThat(search.path("keptLinesPerSecond").asDouble(-1)).isZero();
        assertThat(search.path("runs"))
                .extracting(run -> run.path("folder").asText())
                .containsExactly("try-001", "try-002", "try-003");
        assertThat(RunFiles.open(to.resolve("try-003")).trials()).hasSize(1);

        var files = RunFiles.open(to);
        assertThat(files.verdict()).isEqualTo("INVALID");
        assertThat(files.trials())
                .extracting(
                        trial -> trial.point() == null ? null : trial.point().value())
                .containsExactly(0.4, 0.2, 0.1);
        files.trials().forEach(files::series);
        files.trials().forEach(files::histograms);
        assertThat(files.damage()).isEmpty();
        assertThat(server.run("report", to)).as(server.err()).isZero();
        assertThat(server.run("export", to)).as(server.err()).isZero();
        assertThat(server.run("compare", to, to)).as(server.err()).isZero();
    }

    /** The server lets in so many and no more. */
    @Test
    void whoIsNotLetInIsNotServed() throws IOException {
        var json = temporary.resolve("search.json");
        int code =
                server.load("--clients 5 --senders 2 --rate 100 --slo lost=0 --search clients --json " + json + SHORT);
        assertThat(code).as("%s%s", server.out(), server.err()).isIn(LoadedServer.VERIFIED);
        var search = json(json);
        assertThat(search.path("keptClients").asInt()).isLessThanOrEqualTo(MOST_CLIENTS);
        if (code == 0) {
            assertThat(search.path("keptClients").asInt()).isEqualTo(MOST_CLIENTS);
            assertThat(search.path("notKeptClients").asInt()).isEqualTo(MOST_CLIENTS + 1);
            assertThat(search.path("confirmingRunsKept").asInt()).isEqualTo(3);
            assertThat(server.out()).contains("lost = 0 is kept at 12 clients: in 3 of ");
        }
        assertThat(search.path("runs"))
                .allMatch(run -> run.has("failure") == run.path("clients").asInt() > MOST_CLIENTS);
    }
}
