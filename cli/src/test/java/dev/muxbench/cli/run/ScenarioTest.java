package dev.muxbench.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioTest {
    static final String GOOD = """
            question: How?
            need: the best
            clients: [4, 6]
            senders: 2
            lineBytes: 64
            window: 8
            warmup: 500ms
            duration: 1s
            primary: deliveriesPerSecond
            figures: [deliveriesPerSecond, serverCpuNanosPerDelivery]
            """;

    @TempDir
    private Path folder;

    static List<Path> shipped() throws IOException {
        try (var files = Files.list(Path.of("..", "scenarios"))) {
            return files.sorted().toList();
        }
    }

    private Scenario read(String text) throws IOException {
        return Scenario.read(Files.writeString(folder.resolve("mine.yaml"), text));
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void whatIsShippedIsUnderstood(Path file) throws IOException {
        var question = Scenario.read(file).question();
        assertThat(question.question()).endsWith("?");
        assertThat(question.knownFigures()).contains(question.primaryFigure()).hasSameSizeAs(question.figures());
        assertThat(question.description()).contains("warm-up");
    }

    @Test
    void aFileIsAQuestion() throws IOException {
        var scenario = read(GOOD);
        assertThat(scenario.name()).isEqualTo("mine");
        assertThat(scenario.warmup()).isEqualTo(Duration.ofMillis(500));
        assertThat(scenario.clients()).containsExactly(4, 6);
        assertThat(scenario.question().description())
                .isEqualTo(
                        "4, 6 clients, 2 senders, closed loop of 8 lines, lines of 64 B, 1 s after 0.5 s of warm-up");
        assertThat(scenario.withClients(List.of(9)).question().cells(List.of("a", "b")))
                .hasSize(2);
        assertThat(scenario.shortened(Duration.ofMillis(700)).duration()).isEqualTo(Duration.ofMillis(700));
    }

    @Test
    void severalRatesAreSeveralPoints() throws IOException {
        var scenario = read(GOOD.replace("window: 8", "rates: [10, 20.5]"));
        assertThat(scenario.question().points()).containsExactly(10.0, 20.5);
        assertThat(scenario.question().cells(List.of("a"))).hasSize(4);
    }

    @Test
    void theServerCanHaveOptions() throws IOException {
        var scenario = read(GOOD.replace("window: 8", "window: 8\nserverOptions: [--max-line=8KiB]"));
        assertThat(scenario.text().serverOptions()).containsExactly("--max-line=8KiB");
        assertThat(scenario.question().description()).contains("serve --max-line=8KiB");
        assertThat(scenario.withClients(List.of(9)).text().serverOptions()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    window: 8 | windw: 8 | mine.yaml: there is no 'windw'; there are: question, need
                    window: 8 | rate: 0 | mine.yaml: exactly one of window, rate and rates must be there, above 0
                    window: 8 | rate: fast | mine.yaml, line 6: rate:
                    clients: [4, 6] | clients: 1 | mine.yaml: clients must be 2 or more
                    senders: 2 | senders: [ | mine.yaml, line
                    warmup: 500ms | warmup: soon | mine.yaml: 'soon' is not a duration
                    primary: deliveriesPerSecond | primary: speed | mine.yaml: primary must be one of figures
                    figures: [deliveriesPerSecond, serverCpuNanosPerDelivery] | figures: [deliveriesPerSecond, x] | mine.yaml: there is no figure 'x'
                    question: How? | '' | mine.yaml: question and need must be there
                    """)
    void mistakesAreOneLine(String right, String wrong, String complaint) {
        assertThatThrownBy(() -> read(GOOD.replace(right, wrong)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(complaint)
                .hasMessageNotContaining("\n");
    }

    @Test
    void anEmptyFileIsNoScenario() {
        assertThatThrownBy(() -> read("")).isInstanceOf(IOException.class).hasMessageContaining("mine.yaml");
    }

    @Test
    void aNameThatIsNotThereIsAnsweredWithThoseThatAre() {
        assertThatThrownBy(() -> Scenarios.find("none.yaml")).hasMessageContaining("none.yaml cannot be read");
    }
}
