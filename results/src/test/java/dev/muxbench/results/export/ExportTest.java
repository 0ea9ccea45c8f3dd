package dev.muxbench.results.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.muxbench.results.Figure;
import dev.muxbench.results.HistogramLog;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.RunFixture;
import dev.muxbench.results.Trial;
import dev.muxbench.results.compare.RunReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each file is read back with the library that owns its format. */
class ExportTest {
    @TempDir
    private Path folder;

    private RunFiles run() throws IOException {
        return RunFiles.open(folder.resolve("run"));
    }

    @BeforeEach
    void aRun() throws IOException {
        var run = new RunFixture(folder.resolve("run"), "nio", "again")
                .ask(RunFixture.question("saturate", Figure.DELIVERIES_PER_SECOND, List.of()))
                .verdict("VALID");
        for (int epoch = 1; epoch <= 6; epoch++) {
            var trial = run.trial(
                    "saturate",
                    "nio",
                    null,
                    epoch,
                    Trial.VALID,
                    Map.of(Figure.DELIVERIES_PER_SECOND, 1e6 * epoch, Figure.SERVER_CPU, 60.5));
            run.histograms(trial, 1000, 10, 10, 2000);
            run.series(trial, 2);
        }
        run.trial("saturate", "again", null, 1, Trial.FAILED, Map.of());
    }

    @Test
    void percentilesAreThoseThatTheLibraryPrints() throws IOException {
        Export.write(run(), folder.resolve("out"));
        var expected = new Histogram(3);
        for (int epoch = 1; epoch <= 6; epoch++) {
            expected.add(HistogramLog.open(folder.resolve("run/saturate-nio-10-epoch" + epoch + "-pass1.hlog"))
                    .merged());
        }
        var text = new ByteArrayOutputStream();
        expected.outputPercentileDistribution(new PrintStream(text, true, StandardCharsets.UTF_8), 5, 1e6);
        assertThat(folder.resolve("out/saturate-nio-10.hgrm")).hasContent(text.toString(StandardCharsets.UTF_8));
    }

    @Test
    void theHistogramLogHasAllIntervalsOfAllTrials() throws IOException {
        Export.write(run(), folder.resolve("out"));
        long count = 0;
        var reader = new HistogramLogReader(
                folder.resolve("out/saturate-nio-10.hlog").toFile());
        for (var interval = reader.nextIntervalHistogram();
                interval != null;
                interval = reader.nextIntervalHistogram()) {
            assertThat(interval.getTag()).isEqualTo("nio");
            count += ((Histogram) interval).getTotalCount();
        }
        assertThat(count).isEqualTo(6 * 1010);
    }

    @Test
    void theTableHasALineForEachTrial() throws IOException {
        Export.write(run(), folder.resolve("out"));
        var records = records("trials.csv");
        assertThat(records).hasSize(7);
        assertThat(records.getFirst().get("deliveriesPerSecond")).isEqualTo("1000000.0");
        assertThat(records.getLast().get("deliveriesPerSecond")).isEmpty();
        assertThat(records.getLast().get("verdict")).isEqualTo("FAILED");
    }

    @Test
    void theRatiosHaveALineForEachFigureThatIsCompared() throws IOException {
        var two = new RunFixture(folder.resolve("two"), "nio", "twice")
                .ask(RunFixture.question("s", Figure.SERVER_CORES, List.of(25.0)));
        for (int epoch = 1; epoch <= 4; epoch++) {
            two.trial("s", "nio", 25.0, epoch, Trial.VALID, figures(50 + epoch));
            two.trial("s", "twice", 25.0, epoch, Trial.VALID, figures(2 * (50 + epoch)));
        }
        var ratio = onlyRatio();
        assertThat(ratio.toMap())
                .containsAllEntriesOf(Map.of(
                        "scenario", "s",
                        "clients", "10",
                        "option", "rate",
                        "value", "25",
                        "figure", "serverCpuNanosPerDelivery",
                        "backend", "twice",
                        "baseline", "nio",
                        "finding", "worse"));
        for (var key : List.of("ratio", "low", "high")) {
            assertThat(Double.parseDouble(ratio.get(key))).as(key).isCloseTo(2, within(1e-9));
        }
    }

    @Test
    void theRatiosOfOneEpochHaveNoIntervals() throws IOException {
        var two = new RunFixture(folder.resolve("two"), "nio", "twice")
                .ask(RunFixture.question("s", Figure.SERVER_CORES, List.of()));
        two.trial("s", "nio", null, 1, Trial.VALID, figures(50));
        two.trial("s", "twice", null, 1, Trial.VALID, figures(200));
        assertThat(onlyRatio().toMap())
                .containsAllEntriesOf(
                        Map.of("option", "", "value", "", "low", "", "high", "", "finding", "too few trials"));
    }

    /** Cores are a condition, so nothing is said about them. */
    private static Map<Figure, Double> figures(double cpu) {
        return Map.of(Figure.SERVER_CORES, 1.0, Figure.SERVER_CPU, cpu);
    }

    private CSVRecord onlyRatio() throws IOException {
        Export.write(RunFiles.open(folder.resolve("two")), folder.resolve("out"));
        var records = records("ratios.csv");
        assertThat(records).hasSize(1);
        return records.getFirst();
    }

    private List<CSVRecord> records(String name) throws IOException {
        try (Reader in = Files.newBufferedReader(folder.resolve("out").resolve(name))) {
            return CSVFormat.RFC4180
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .get()
                    .parse(in)
                    .getRecords();
        }
    }

    @Test
    void jmhsFormatIsReadAsJmhs() throws IOException {
        Export.write(run(), folder.resolve("out"));
        var series = RunReader.read(folder.resolve("out/jmh.json").toString()).series();
        assertThat(series).hasSize(3);
        assertThat(series.getFirst().name())
                .isEqualTo("muxbench.saturate.deliveriesPerSecond thrpt backend=nio clients=10");
        assertThat(series.getFirst().values()).containsExactly(1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
        var metric = RunFiles.json(folder.resolve("out/jmh.json")).path(0).path("primaryMetric");
        assertThat(metric.path("score").asDouble()).isCloseTo(Math.pow(720, 1.0 / 6), within(1e-9));
        assertThat(metric.path("scoreError").asDouble())
                .isCloseTo(
                        metric.path("scoreConfidence").path(1).asDouble()
                                - metric.path("score").asDouble(),
                        within(1e-9))
                .isPositive();
    }

    /** A viewer must not show settings of JMH's that nobody has set. */
    @Test
    void jmhsFormatHasOnlyWhatIsKnown() throws IOException {
        Export.write(run(), folder.resolve("out"));
        var entry = RunFiles.json(folder.resolve("out/jmh.json")).path(0);
        assertThat(entry.fieldNames())
                .toIterable()
                .containsExactly(
                        "benchmark",
                        "mode",
                        "forks",
                        "measurementIterations",
                        "params",
                        "primaryMetric",
                        "secondaryMetrics");
        assertThat(entry.path("forks").asInt()).isEqualTo(6);
        assertThat(entry.path("primaryMetric").path("rawData"))
                .hasSize(6)
                .allSatisfy(fork -> assertThat(fork).hasSize(1));
    }

    /** Each of JMH's modes says which way is better. */
    @Test
    void jmhsFormatHasNoConditions() throws IOException {
        var other = new RunFixture(folder.resolve("cores"), "nio")
                .ask(RunFixture.question("s", Figure.SERVER_CORES, List.of()));
        other.trial("s", "nio", null, 1, Trial.VALID, Map.of(Figure.SERVER_CORES, 0.5, Figure.SERVER_CPU, 60.0));
        Export.write(RunFiles.open(folder.resolve("cores")), folder.resolve("out"));
        assertThat(RunFiles.json(folder.resolve("out/jmh.json")))
                .extracting(entry -> entry.path("benchmark").asText())
                .containsExactly("muxbench.s.serverCpuNanosPerDelivery");
    }

    @Test
    void aNameWithACommaIsOneCell() throws IOException {
        var other = new RunFixture(folder.resolve("odd"), "a,\"b\"")
                .ask(RunFixture.question("s", Figure.SERVER_CPU, List.of()));
        other.trial("s", "a,\"b\"", null, 1, Trial.VALID, Map.of(Figure.SERVER_CPU, 1.0));
        Export.write(RunFiles.open(folder.resolve("odd")), folder.resolve("out"));
        assertThat(folder.resolve("out/trials.csv")).content().contains("s,\"a,\"\"b\"\"\",10,");
    }
}
