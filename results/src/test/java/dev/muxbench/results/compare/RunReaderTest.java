package dev.muxbench.results.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muxbench.results.Figure;
import dev.muxbench.results.RunFixture;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReaderTest {
    private static final String JMH = """
            [{"benchmark": "a.B.c", "mode": "thrpt", "params": {"size": "64", "kind": "x"},
              "primaryMetric": {"score": 2.5, "scoreUnit": "ops/s", "rawData": [[1, 2], [3, 4]]}},
             {"benchmark": "a.B.d", "mode": "sample",
              "primaryMetric": {"score": 2, "scoreUnit": "us/op", "rawDataHistogram": [[[[1, 3], [5, 1]], [[7, 2]]]]}}]
            """;

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
                .containsExactly(
                        new Series(
                                "nio, 10 clients, saturate: deliveries",
                                "M/s",
                                true,
                                6,
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

    @Test
    void jmhOfAnyProjectIsRead() throws IOException {
        var file = Files.writeString(folder.resolve("other.json"), JMH);
        var series = RunReader.read(file.toString()).series();
        assertThat(series.getFirst())
                .isEqualTo(new Series(
                        "a.B.c thrpt kind=x size=64",
                        "ops/s",
                        true,
                        2.5,
                        List.of(1.0, 2.0, 3.0, 4.0),
                        List.of(0, 1, 2, 3)));
        assertThat(series.getLast())
                .isEqualTo(new Series("a.B.d sample", "us/op", false, 4.5, List.of(2.0, 7.0), List.of(0, 1)));
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
                .hasMessageContaining("results of version 99; this version of Muxbench reads version 3");
    }

    @Test
    void someOtherJsonIsNoJmh() throws IOException {
        var file = Files.writeString(folder.resolve("other.json"), "[{\"a\": 1}]");
        assertThatThrownBy(() -> RunReader.read(file.toString()))
                .hasMessageEndingWith("other.json is no JSON of JMH's");
    }
}
