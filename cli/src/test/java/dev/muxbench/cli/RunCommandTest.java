package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muxbench.results.Figure;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.RunFolder;
import dev.muxbench.results.Snapshot;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code muxbench run} with servers in JVMs of their own, and what can be done with its folder. */
@Tag("commands")
class RunCommandTest {
    private static final List<String> NAMES = List.of("nio", "again", "example");

    @TempDir
    private static Path temporary;

    /** A run that all tests look at. */
    private static Path done = Path.of("");

    private static int doneCode;
    private static final StringWriter DONE_OUT = new StringWriter();

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void runInAFolderWithASpace() throws IOException {
        var folder = Files.createDirectory(temporary.resolve("my runs"));
        done = folder.resolve("first");
        var err = new StringWriter();
        doneCode = execute(DONE_OUT, err, runOf(TinyScenario.in(folder), done, "nio,again=nio,example", 2));
        assertThat(done).as("%s%s", DONE_OUT, err).exists();
    }

    private static Object[] runOf(Path scenario, Path to, String backends, int epochs) {
        return new Object[] {
            "run", "--scenario", scenario, "--backends", backends, "--epochs", epochs, "--passes", 2, "--out", to
        };
    }

    /** Returns the exit code. */
    private static int execute(StringWriter out, StringWriter err, Object... words) {
        var line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(List.of(words).stream().map(Object::toString).toArray(String[]::new));
    }

    private int muxbench(Object... words) {
        return execute(out, err, words);
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    /** What a run is to end with, by the verdict in its folder. On a busy machine the generator is late, and the run INVALID. */
    static int exitCode(Path run) throws IOException {
        var verdict = RunFiles.open(run).verdict();
        return switch (verdict) {
            case "VALID" -> 0;
            case "INVALID" -> 4;
            default -> throw new AssertionError(verdict);
        };
    }

    /** A copy of it whose trials are VALID, as those of a quiet machine. */
    private static Path validCopy(Path to) throws IOException {
        var copy = RunFolder.create(to);
        try (var files = Files.newDirectoryStream(done)) {
            for (var file : files) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        copy.writeTrials(RunFiles.open(done).trials().stream()
                .map(trial -> trial.withVerdict(Trial.VALID).withDropped(false))
                .toList());
        copy.writeVerdict(Trial.VALID, List.of());
        return to;
    }

    @Test
    void aRunLeavesAFolderThatAllCommandsRead() throws IOException {
        var run = validCopy(folder.resolve("my copy"));
        var manifest = json(run.resolve("manifest.json"));
        assertThat(manifest.path("called").path("again").asText()).isEqualTo("nio");
        assertThat(manifest.path("serverCommand").path("example").asText()).contains("--backend example");
        assertThat(json(run.resolve("environment.json")).has("stealSecondsDuringRun"))
                .isTrue();
        assertThat(run.resolve("report.html")).exists();
        assertThat(DONE_OUT.toString()).contains("tiny: How?", "x nio", "again", "verdict: ");

        assertThat(muxbench("report", run, "--out", folder.resolve("page.html")))
                .as("%s", err)
                .isZero();
        assertThat(folder.resolve("page.html")).exists();
        assertThat(muxbench("export", run)).as("%s", err).isZero();
        assertThat(run.resolve("export/tiny-again-6.hgrm")).exists();
        assertThat(muxbench("compare", run + "@nio", run + "@again"))
                .as("%s", err)
                .isZero();
        assertThat(out.toString()).contains("epochs of the same run paired").doesNotContain("see its verdict.json");
        assertThat(muxbench("compare", run, run)).as("%s", err).isZero();
        assertThat(out.toString()).contains("1.00");
    }

    @Test
    void aRunThatIsNotValidIsComparedAsSuch() throws IOException {
        var run = validCopy(folder.resolve("my copy"));
        Files.writeString(run.resolve("verdict.json"), "{\"verdict\": \"INVALID\"}");
        assertThat(muxbench("compare", run + "@nio", run + "@again"))
                .as("%s", err)
                .isZero();
        assertThat(out.toString()).contains("is INVALID: see its verdict.json", "epochs of the same run paired");
    }

    @Test
    void eachTrialIsVerifiedAndHasItsFiles() throws IOException {
        var files = RunFiles.open(done);
        assertThat(files.trials()).allSatisfy(trial -> {
            assertThat(trial.figures().get("lost")).isZero();
            assertThat(trial.figures().get("deliveries"))
                    .isEqualTo(trial.figures().get("expectedDeliveries"))
                    .isPositive();
            assertThat(trial.figures().get("linesPerSend")).isPositive();
            assertThat(trial.figures().get("measuredLines")).isPositive();
            assertThat(trial.figures().get("compileNanosBeforeWarmUp")).isPositive();
            // A server counts a write when it returns, and its client may have the line before that.
            assertThat(lines(trial.snapshots().getLast())
                            - lines(trial.snapshots().getFirst()))
                    .isCloseTo(trial.figures().get("deliveries").longValue(), within((long) trial.clients()));
            assertThat(files.histograms(trial).merged().getTotalCount()).isPositive();
            assertThat(done.resolve(trial.backend() + "-epoch" + trial.epoch() + "-server.log"))
                    .content()
                    .contains("[gc");
        });
        assertThat(files.damage()).isEmpty();
    }

    /** A contestant whose place were always the same would have what its neighbour leaves behind. */
    @Test
    void eachPassHasAllContestantsInAnOrderOfItsOwn() throws IOException {
        var passes = RunFiles.open(done).trials().stream()
                .filter(trial -> trial.pass() > 0)
                .collect(Collectors.groupingBy(
                        Trial::place, LinkedHashMap::new, Collectors.mapping(Trial::backend, Collectors.toList())));
        assertThat(passes).hasSizeGreaterThanOrEqualTo(4);
        assertThat(passes.values()).allSatisfy(order -> assertThat(order).containsExactlyInAnyOrderElementsOf(NAMES));
        assertThat(json(done.resolve("manifest.json")).path("seed").asLong()).isPositive();
    }

    /** It is the same for all: what was started before the first pass, and dropped with one. */
    @Test
    void eachEpochHasProcessesOfItsOwnThatAreWarmedUp() throws IOException {
        var trials = RunFiles.open(done).trials();
        for (int epoch = 1; epoch <= 2; epoch++) {
            for (var name : NAMES) {
                int number = epoch;
                assertThat(trials)
                        .filteredOn(trial ->
                                trial.epoch() == number && trial.backend().equals(name) && trial.pass() == 0)
                        .hasSizeBetween(3, 5);
            }
        }
        assertThat(trials)
                .extracting(trial -> trial.server().get("command"))
                .allSatisfy(command -> assertThat(command).contains("serve"));
        for (var pass :
                trials.stream().collect(Collectors.groupingBy(Trial::place)).values()) {
            boolean sound = pass.stream().allMatch(trial -> trial.pass() == 0 || trial.isValid());
            assertThat(pass).allSatisfy(trial -> assertThat(trial.dropped()).isEqualTo(!sound && trial.pass() > 0));
        }
    }

    @Test
    void aRunIsValidIfSoManyPassesAreLeftAsWerePlanned() throws IOException {
        var files = RunFiles.open(done);
        long made = passes(files, trial -> true);
        long kept = made - passes(files, Trial::dropped);
        assertThat(files.verdict()).isEqualTo(kept == 4 && made - kept <= made / 3 ? "VALID" : "INVALID");
        assertThat(files.reasons().isEmpty()).isEqualTo(made == 4);
        assertThat(doneCode).isEqualTo(exitCode(done));
        assertThat(DONE_OUT.toString()).contains("verdict: " + files.verdict());
    }

    private static long lines(Snapshot snapshot) {
        return Objects.requireNonNull(snapshot.sends()).lines();
    }

    private static long passes(RunFiles files, Predicate<Trial> which) {
        return files.trials().stream()
                .filter(trial -> trial.pass() > 0)
                .filter(which)
                .map(Trial::place)
                .distinct()
                .count();
    }

    @Test
    void aServerThatDoesNotStartIsAFailedTrialWithItsReason() throws IOException {
        var to = folder.resolve("failed");
        var scenario = TinyScenario.in(folder, "server-options: [--max-line=1B]");
        assertThat(muxbench(runOf(scenario, to, "nio,example", 2))).isEqualTo(3);
        var files = RunFiles.open(to);
        assertThat(files.trials())
                .as("the next epoch would not do better")
                .extracting(Trial::backend)
                .containsExactlyInAnyOrder("nio", "example");
        assertThat(files.trials()).allSatisfy(trial -> {
            assertThat(trial.verdict()).isEqualTo(Trial.FAILED);
            assertThat(trial.reasons())
                    .singleElement()
                    .asString()
                    .startsWith("the server did not start: ")
                    .contains("muxbench serve: --max-line must be from 64 B to 64 KiB, not 1 B");
        });
        assertThat(files.verdict()).isEqualTo("FAILED");
        assertThat(out.toString())
                .contains("verdict: FAILED", "the server did not start")
                .containsPattern("nio +6  left out: it did not start");
        assertThat(muxbench("report", to)).as("%s", err).isZero();
    }

    /** A bound that what arrives decides, not this machine: 600 lines/s are 3,000 deliveries/s. */
    @Test
    void theHighestRateWithinABoundIsSearchedInEachTrial() throws IOException {
        var to = folder.resolve("bound");
        var scenario = TinyScenario.in(
                folder,
                "rate: 100",
                "poisson: true",
                "slo: deliveries<=3k",
                "primary: keptLinesPerSecond",
                "figures: [keptLinesPerSecond, serverCpuNanosPerDelivery]");
        assertThat(muxbench(runOf(scenario, to, "nio", 2))).isIn(0, 4);
        var files = RunFiles.open(to);
        assertThat(passes(files, trial -> true)).isGreaterThanOrEqualTo(4);
        assertThat(files.trials())
                .filteredOn(trial -> trial.isValid() && trial.pass() > 0)
                .isNotEmpty()
                .allSatisfy(trial -> {
                    assertThat(trial.figure(Figure.KEPT_RATE)).isBetween(300.0, 1200.0);
                    assertThat(trial.figure(Figure.DELIVERIES_PER_SECOND)).isLessThanOrEqualTo(3000);
                    assertThat(trial.files()).contains("-pass" + trial.pass() + "-probe");
                    assertThat(files.histograms(trial).merged().getTotalCount()).isPositive();
                });
        assertThat(files.trials())
                .filteredOn(trial -> trial.figures().containsKey("keptProbes"))
                .allSatisfy(trial -> assertThat(trial.pass()).isPositive());
        assertThat(out.toString()).contains("highest rate kept, lines/s");
        assertThat(muxbench("compare", to, to)).as("%s", err).isZero();
        assertThat(out.toString()).contains("lines/s");
    }

    @Test
    void moreClientsThanDescriptorsAreRefusedBeforeAnythingRuns() throws IOException {
        var to = folder.resolve("refused");
        var words = new ArrayList<>(List.of(runOf(TinyScenario.in(folder), to, "nio", 1)));
        words.addAll(List.of("--clients", "1000000"));
        assertThat(muxbench(words.toArray())).isEqualTo(1);
        assertThat(err.toString()).contains("file descriptors").hasLineCount(1);
        assertThat(to).doesNotExist();
    }

    @Test
    void aFolderWithResultsIsNotOverwritten() throws IOException {
        assertThat(muxbench(runOf(TinyScenario.in(folder), done, "nio", 1))).isEqualTo(1);
        assertThat(err.toString()).contains("is not empty").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --epochs 0 | --epochs must be from 1 to 1000, not 0
                    --passes 1001 | --passes must be from 1 to 1000, not 1001
                    --backends nio,nio | name one twice
                    --backends nio --peers channelgroup,channelgroup | name one twice
                    --peers nothing | --peers: 'nothing' is none of redis, nats, channelgroup
                    --backends a/b=nio | 'a/b' is no name
                    --backends nio --baseline x | --baseline must be one of [nio], not x
                    --budget 0s | --budget must be above 0
                    --clients 1 | --clients must be from 2
                    """)
    void wrongUsageIsOneLine(String options, String complaint) throws IOException {
        var words = new ArrayList<Object>(List.of("run", "--scenario", TinyScenario.in(folder)));
        words.addAll(List.of(options.split(" ")));
        assertThat(muxbench(words.toArray())).isEqualTo(2);
        assertThat(err.toString()).contains(complaint).hasLineCount(1);
    }

    @Test
    void whatIsNoRunIsOneLine() {
        for (var command : List.of("report", "export")) {
            err.getBuffer().setLength(0);
            assertThat(muxbench(command, folder.resolve("none"))).isEqualTo(1);
            assertThat(err.toString()).contains("does not exist").hasLineCount(1);
            err.getBuffer().setLength(0);
            assertThat(muxbench(command, folder)).isEqualTo(1);
            assertThat(err.toString()).contains("no folder of a run").hasLineCount(1);
        }
    }

    @Test
    void aDamagedRunIsReportedWithAnExitCodeOfItsOwn() throws IOException {
        var to = validCopy(folder.resolve("damaged"));
        var file = to.resolve("tiny-nio-6-epoch1-pass1.hlog");
        Files.writeString(file, Files.readString(file) + "Tag=nio,0.1,0.2,garbage\n");
        assertThat(muxbench("report", to)).isEqualTo(4);
        assertThat(err.toString()).contains("tiny-nio-6-epoch1-pass1.hlog, line", "damaged, left out");
        assertThat(muxbench("export", to)).isEqualTo(4);
    }

    @Test
    void aReportThatCannotBeWrittenIsOneLine() {
        assertThat(muxbench("report", done, "--out", folder.resolve("no/such/folder.html")))
                .isEqualTo(1);
        assertThat(err.toString()).contains("its folder does not exist").hasLineCount(1);
    }
}
