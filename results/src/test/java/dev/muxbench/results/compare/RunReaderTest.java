package dev.muxbench.results.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private Path folder;

    @BeforeEach
    void aRun() throws IOException {
        Files.writeString(folder.resolve("manifest.json"), "{\"schema\": 1}");
        Files.writeString(folder.resolve("environment.json"), "{\"cpu\": \"some\"}");
        Files.writeString(folder.resolve("verdict.json"), "{\"verdict\": \"INVALID\", \"reasons\": []}");
        Files.writeString(folder.resolve("trials.json"), """
                [{"backend": "nio", "clients": 10, "scenario": "saturate", "deliveriesPerSecond": 5},
                 {"backend": "nio", "clients": 10, "scenario": "saturate", "deliveriesPerSecond": 7},
                 {"backend": "nio", "clients": 10, "scenario": "steady", "latencyP50Nanos": 1500000},
                 {"backend": "nio", "clients": 10, "scenario": "saturate", "serverCpuNanosPerDelivery": "NaN"}]
                """);
    }

    @Test
    void trialsBecomeSeries() throws IOException {
        var run = RunReader.read(folder);
        assertThat(run.verdict()).isEqualTo("INVALID");
        assertThat(run.environment()).containsEntry("cpu", "some");
        assertThat(run.series())
                .extracting(Series::name)
                .containsExactly("nio, 10 clients, saturate: deliveries/s", "nio, 10 clients, steady: p50");
        assertThat(run.series().getFirst().values()).containsExactly(5.0, 7.0);
        assertThat(run.series().getLast().values()).containsExactly(1.5);
    }

    @Test
    void jmhOfAnyProjectIsRead() throws IOException {
        var file = Files.writeString(folder.resolve("other.json"), JMH);
        var series = RunReader.read(file).series();
        assertThat(series.getFirst())
                .isEqualTo(
                        new Series("a.B.c thrpt kind=x size=64", "ops/s", true, java.util.List.of(1.0, 2.0, 3.0, 4.0)));
        assertThat(series.getLast()).isEqualTo(new Series("a.B.d sample", "us/op", false, java.util.List.of(2.0, 7.0)));
    }

    @Test
    void whatIsNoRunIsOneLine() throws IOException {
        assertThatThrownBy(() -> RunReader.read(folder.resolve("none"))).hasMessageEndingWith("none does not exist");
        Files.delete(folder.resolve("verdict.json"));
        assertThatThrownBy(() -> RunReader.read(folder)).hasMessageContaining("verdict.json is missing");
    }

    @Test
    void aDamagedFileIsOneLine() throws IOException {
        Files.writeString(folder.resolve("trials.json"), "[{\"backend\": \"nio\",\n \"cli");
        assertThatThrownBy(() -> RunReader.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("trials.json is damaged, line 2")
                .hasMessageNotContaining("\n");
        Files.writeString(folder.resolve("trials.json"), "{}");
        assertThatThrownBy(() -> RunReader.read(folder)).hasMessageEndingWith("trials.json is damaged: not a list");
    }

    @Test
    void anotherVersionIsOneLine() throws IOException {
        Files.writeString(folder.resolve("manifest.json"), "{\"schema\": 99}");
        assertThatThrownBy(() -> RunReader.read(folder))
                .hasMessageContaining("results of version 99; this version of Muxbench reads version 1");
    }

    @Test
    void someOtherJsonIsNoJmh() throws IOException {
        var file = Files.writeString(folder.resolve("other.json"), "[{\"a\": 1}]");
        assertThatThrownBy(() -> RunReader.read(file)).hasMessageEndingWith("other.json is no JSON of JMH's");
    }
}
