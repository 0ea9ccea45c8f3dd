package dev.muxbench.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muxbench.experiment.Scenario;
import dev.muxbench.load.judge.Objective;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.Role;
import dev.muxbench.results.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioFileTest {
    private static final String GOOD = """
            question: How?
            need: the best
            clients: [4, 6]
            senders: 2
            size: 64
            in-flight: 8
            warmup: 500ms
            duration: 1s
            primary: deliveriesPerSecond
            figures: [deliveriesPerSecond, serverCpuNanosPerDelivery]
            """;

    private static final String SEARCH = GOOD.replace("in-flight: 8", "rate: 100\npoisson: true\nslo: p99<=10ms")
            .replace("deliveriesPerSecond", "keptLinesPerSecond");

    @TempDir
    private Path folder;

    static List<Path> shipped() throws IOException {
        try (var files = Files.list(Path.of("..", "scenarios"))) {
            return files.sorted().toList();
        }
    }

    private ScenarioFile read(String text) throws IOException {
        return ScenarioFiles.read(Files.writeString(folder.resolve("mine.yaml"), text));
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void whatIsShippedIsUnderstood(Path file) throws IOException {
        var question = ScenarioFiles.read(file).scenario().question();
        assertThat(question.question()).endsWith("?");
        assertThat(question.knownFigures()).contains(question.primaryFigure()).hasSameSizeAs(question.figures());
        assertThat(question.description()).contains("warmup");
    }

    @Test
    void aFileIsAQuestion() throws IOException {
        var file = read(GOOD);
        var scenario = file.scenario();
        assertThat(scenario.name()).isEqualTo("mine");
        assertThat(scenario.settings()).extracting(Scenario.Setting::clients).containsExactly(4, 6);
        var plan = scenario.settings().getLast().load();
        assertThat(plan.clients()).isEqualTo(6);
        assertThat(plan.warmup()).isEqualTo(Duration.ofMillis(500));
        assertThat(plan.arrivals()).isEqualTo(new Arrivals.ClosedWindow(8));
        assertThat(scenario.question().description())
                .isEqualTo("clients 4, 6; senders 2; size 64; in-flight 8; warmup 500ms; duration 1s");
        assertThat(file.with("clients", List.of("9")).scenario().question().cells(List.of("a", "b")))
                .hasSize(2);
    }

    /** Nothing that load can do is missing. */
    @Test
    void aFileSaysWhateverLoadCanDo() throws IOException {
        var text = GOOD.replace("clients: [4, 6]", "clients: 100")
                .replace("in-flight: 8", """
                        rate: 100..5000/60s
                        step: 100
                        poisson: true
                        seed: 7
                        rooms: 3
                        zipf: 1
                        verify: 50%
                        slow-readers: 5%
                        slow-rate: 1KiB
                        stuck-readers: 1
                        slowloris: 2
                        churn: 3.5
                        resets: 10
                        threads: auto""")
                .replace("size: 64", "size: 64..1KiB");
        var plan = read(text).scenario().settings().getFirst().load();
        var rate = new Arrivals.ChangingRate(100, 5000, Duration.ofMinutes(1), 100);
        assertThat(plan.arrivals()).isEqualTo(new Arrivals.Poisson(rate, 7));
        assertThat(plan.rooms()).isEqualTo(3);
        assertThat(plan.lineBytes()).isEqualTo(1024);
        assertThat(plan.population().count(Role.SLOW_READER)).isEqualTo(5);
        assertThat(plan.population().slowBytesPerSecond()).isEqualTo(1024);
        assertThat(plan.population().counted()).isEqualTo(50);
        assertThat(plan.population().joinsPerSecond()).isEqualTo(3.5);
        assertThat(plan.threads()).isZero();
    }

    @Test
    void aFileThatSaysTlsMeansIt() throws IOException {
        assertThat(read(GOOD).scenario().settings())
                .allSatisfy(setting -> assertThat(setting.load().speech().tls()).isNull());
        assertThat(read(GOOD + "tls: true\ntls-insecure: true\n").scenario().settings())
                .allSatisfy(setting -> assertThat(setting.load().speech().tls()).isNotNull());
        assertThatThrownBy(() -> read(GOOD + "tls-insecure: true\n")).hasMessageContaining("go with --tls");
    }

    @ParameterizedTest
    @CsvSource({"rate, 10, 20.5", "size, 64, 512", "slow-readers, 0, 1", "churn, 5, 50"})
    void anyNumberMayBeAList(String option, double one, double other) throws IOException {
        var text = GOOD.replace("in-flight: 8\n", option.equals("rate") ? "" : "rate: 5\n")
                .replace("size: 64\n", option.equals("size") ? "" : "size: 64\n")
                .replace("senders: 2", "senders: 2\n" + option + ": [" + one + ", " + other + "]")
                .replaceAll("(\\d+)\\.0", "$1");
        var scenario = read(text).scenario();
        assertThat(scenario.question().points()).containsExactly(new Point(option, one), new Point(option, other));
        assertThat(scenario.question().cells(List.of("a"))).hasSize(4);
        assertThat(scenario.settings())
                .hasSize(4)
                .extracting(Scenario.Setting::load)
                .doesNotHaveDuplicates();
    }

    @Test
    void theServerCanHaveOptions() throws IOException {
        var file = read(GOOD.replace("in-flight: 8", "in-flight: 8\nserver-options: [--max-line=8KiB]"));
        assertThat(file.scenario().serverOptions()).containsExactly("--max-line=8KiB");
        assertThat(file.scenario().question().description()).contains("serve --max-line=8KiB");
    }

    @Test
    void whatIsGivenOtherwiseIsNotMeant() throws IOException {
        var file = read(GOOD.replace("in-flight: 8", "rate: [5, 7]\npoisson: true"));
        assertThat(file.optionsBeside(Set.of("clients", "in-flight")))
                .containsOnlyKeys("senders", "size", "warmup", "duration");
        assertThat(file.optionsBeside(Set.of("clients", "rate"))).containsEntry("poisson", "true");
        assertThatThrownBy(() -> file.optionsBeside(Set.of("clients")))
                .hasMessage("rate has several values in scenario mine (5, 7): say which one");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    in-flight: 8 | in-flght: 8 | mine.yaml: there is no 'in-flght'; there are: question, need
                    in-flight: 8 | rate: 0 | mine.yaml: rate must be above 0
                    in-flight: 8 | rate: fast | mine.yaml: rate: 'fast' is not a rate
                    in-flight: 8 | target: localhost | mine.yaml: there is no 'target'
                    size: 64 | rate: 5 | mine.yaml: rate, --burst, --in-flight and --think exclude each other
                    size: 64 | size: | mine.yaml: size must have a value
                    size: 64 | size: [64, 128]#verify: [1, 2] | mine.yaml: size and verify have several values: only clients and one other may
                    clients: [4, 6] | clients: 1 | mine.yaml: clients must be 2 or more
                    senders: 2 | senders: [ | mine.yaml, line
                    warmup: 500ms | warmup: soon | mine.yaml: warmup: 'soon' is not a duration
                    primary: deliveriesPerSecond | primary: speed | mine.yaml: primary must be one of figures
                    figures: [deliveriesPerSecond, serverCpuNanosPerDelivery] | figures: [deliveriesPerSecond, x] | mine.yaml: there is no figure 'x'
                    question: How? | '' | mine.yaml: question must be there
                    """)
    void mistakesAreOneLine(String right, String wrong, String complaint) {
        assertThatThrownBy(() -> read(GOOD.replace(right, wrong.replaceFirst("#(?=.)", "\n"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(complaint)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "expect: p99<1s, expect is for load",
        "protocol: redis, protocol must be chat",
        "'size: [64, 1KiB]', 'size must have numbers to be swept, not 1KiB'"
    })
    void whatIsNotForARunIsSaid(String more, String complaint) throws IOException {
        var file = read(GOOD.replaceFirst(more.startsWith("size") ? "size: 64\n" : "\\z", more + "\n"));
        assertThatThrownBy(file::scenario).hasMessageContaining(complaint);
    }

    @Test
    void aFileMayAskForTheHighestRateWithinABound() throws IOException {
        var bound = new Objective(new Objective.Latency(99), Objective.Comparison.AT_MOST, 10e6);
        assertThat(read(SEARCH).scenario().settings())
                .extracting(Scenario.Setting::objectives)
                .containsExactly(List.of(bound), List.of(bound));
        assertThat(read(GOOD).scenario().settings())
                .allSatisfy(setting -> assertThat(setting.objectives()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    rate: 100 | rate: [100, 200] | slo searches the rate: it goes with one
                    rate: 100 | rate: 100..200 | slo goes with one rate, and with poisson: true
                    poisson: true | poisson: false | slo goes with one rate, and with poisson: true
                    poisson: true | search: clients | search is for load
                    keptLinesPerSecond | deliveriesPerSecond | slo and the figure keptLinesPerSecond go together
                    slo: p99<=10ms | verify: all | slo and the figure keptLinesPerSecond go together
                    """)
    void anyOtherBoundIsRefused(String right, String wrong, String complaint) throws IOException {
        var file = read(SEARCH.replace(right, wrong));
        assertThatThrownBy(file::scenario).hasMessageContaining(complaint).hasMessageNotContaining("\n");
    }

    /** A closed loop has no rate. */
    @Test
    void aClosedLoopHasNoBound() throws IOException {
        var file = read(SEARCH.replace("rate: 100\npoisson: true", "in-flight: 8"));
        assertThatThrownBy(file::scenario).hasMessageContaining("slo goes with one rate, and with poisson: true");
    }

    @Test
    void whatTheDocumentationShowsIsAScenario() throws IOException {
        var shown = Files.readString(Path.of("..", "docs", "scenarios.md"));
        var scenario = read(shown.substring(
                        shown.indexOf("```yaml\n") + 8, shown.indexOf("```\n", shown.indexOf("```yaml"))))
                .scenario();
        assertThat(scenario.settings()).hasSize(3);
    }

    @Test
    void anEmptyFileIsNoScenario() {
        assertThatThrownBy(() -> read("")).isInstanceOf(IOException.class).hasMessageContaining("mine.yaml");
    }

    @Test
    void aNameThatIsNotThereIsAnsweredWithThoseThatAre() {
        assertThatThrownBy(() -> ScenarioFiles.find("none.yaml")).hasMessageContaining("none.yaml cannot be read");
    }
}
