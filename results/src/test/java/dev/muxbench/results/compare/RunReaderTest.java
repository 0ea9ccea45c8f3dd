package dev.muxbench.results.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muxbench.results.Figure;
import dev.muxbench.results.RunFixture;
import dev.muxbench.results.RunFolder;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.assertj.core.util.DoubleComparator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReaderTest {
    @TempDir
    private Path temporary;

    private Path folder = Path.of("");

    @BeforeEach
    void aRun() throws IOException {
        folder = temporary.resolve("a run");
        var run = new RunFixture(folder, "nio", "again")
                .ask(RunFixture.question("saturate", Figure.DELIVERIES_PER_SECOND, List.of()))
                .verdict("INVALID");
        run.trial("saturate", "nio", null, 1, Trial.VALID, Map.of(Figure.DELIVERIES_PER_SECOND, 5e6));
        run.trial("saturate", "nio", null, 2, Trial.VALID, Map.of(Figure.DELIVERIES_PER_SECOND, 7e6));
        run.trial("saturate", "again", null, 2, Trial.VALID, Map.of(Figure.SERVER_CPU, 55.0));
    }

    @Test
    void trialsBecomeSeries() throws IOException {
        var run = RunReader.read(folder.toString());
        assertThat(run.verdict()).isEqualTo("INVALID");
        assertThat(run.environment()).containsEntry("cpu", "some");
        assertThat(run.series())
                .usingRecursiveFieldByFieldElementComparator(RecursiveComparisonConfiguration.builder()
                        .withComparatorForType(new DoubleComparator(1e-9), Double.class)
                        .build())
                .containsExactly(
                        new Series(
                                "nio, 10 clients, saturate: deliveries",
                                "M/s",
                                true,
                                Math.sqrt(5 * 7), // a geometric mean
                                List.of(5.0, 7.0),
                                List.of(1, 2)),
                        new Series(
                                "again, 10 clients, saturate: server CPU per delivery",
                                "ns",
                                false,
                                55,
                                List.of(55.0),
                                List.of(2)));
    }

    @Test
    void oneBackendOfARunIsNamedBehindAnAtSign() throws IOException {
        var run = RunReader.read(folder + "@again");
        assertThat(run.series())
                .extracting(Series::name)
                .containsExactly("10 clients, saturate: server CPU per delivery");
        assertThat(run.source()).isEqualTo(folder.toString());
        assertThatThrownBy(() -> RunReader.read(folder + "@other"))
                .hasMessageEndingWith("@other has no figures; its backends: nio, again");
    }

    /** Rates below one, and such as look alike without their decimals. */
    @Test
    void pointsAreToldApart() throws IOException {
        var rates = List.of(0.1, 0.4, 1.2, 1.4);
        var swept = temporary.resolve("swept");
        var run = new RunFixture(swept, "nio")
                .ask(RunFixture.question("rates", Figure.LATENCY_P99, rates))
                .verdict("VALID");
        for (int round = 1; round <= 6; round++) {
            for (double rate : rates) {
                run.trial("rates", "nio", rate, round, Trial.VALID, Map.of(Figure.LATENCY_P99, 1e6 * rate * round));
            }
        }
        var read = RunReader.read(swept.toString());
        assertThat(read.series())
                .extracting(Series::name)
                .containsExactly(
                        "nio, 10 clients, rates, rate 0.1: latency p99",
                        "nio, 10 clients, rates, rate 0.4: latency p99",
                        "nio, 10 clients, rates, rate 1.2: latency p99",
                        "nio, 10 clients, rates, rate 1.4: latency p99");
        assertThat(Comparison.of(read, read).rows())
                .extracting(Comparison.Row::ratio)
                .containsExactly(1.0, 1.0, 1.0, 1.0);
    }

    @Test
    void whatIsNoRunIsOneLine() throws IOException {
        assertThatThrownBy(() -> RunReader.read(folder.resolve("none").toString()))
                .hasMessageEndingWith("none does not exist");
        Files.delete(folder.resolve("manifest.json"));
        assertThatThrownBy(() -> RunReader.read(folder.toString())).hasMessageContaining("manifest.json is missing");
    }

    @Test
    void aDamagedFileIsOneLine() throws IOException {
        Files.writeString(folder.resolve("trials.json"), "[{\"backend\": \"nio\",\n \"cli");
        assertThatThrownBy(() -> RunReader.read(folder.toString()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("trials.json is damaged, line 2")
                .hasMessageNotContaining("\n");
    }

    @Test
    void anotherVersionIsOneLine() throws IOException {
        Files.writeString(folder.resolve("manifest.json"), "{\"schema\": 99}");
        assertThatThrownBy(() -> RunReader.read(folder.toString()))
                .hasMessageContaining(
                        "results of version 99; this version of Muxbench reads version " + RunFolder.SCHEMA_VERSION);
    }
}
