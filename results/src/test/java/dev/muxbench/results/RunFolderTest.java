package dev.muxbench.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    Path parent;

    @Test
    void aRunIsIncompleteUntilItSaysOtherwise() throws IOException {
        var folder = RunFolder.under(parent, "run", Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(folder.path()).hasFileName("20260102-030405-run");
        assertThat(folder.file("verdict.json")).content().contains("INCOMPLETE");
        folder.writeManifest(Map.of("schema", RunFolder.SCHEMA_VERSION));
        folder.writeTrials(List.of(Map.of("backend", "nio")));
        folder.writeVerdict("VALID", List.of());
        assertThat(folder.file("verdict.json")).content().contains("VALID").doesNotContain("INCOMPLETE");
        try (var files = Files.list(folder.path())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("verdict.json", "manifest.json", "trials.json");
        }
    }

    @Test
    void earlierResultsAreNeverOverwritten() throws IOException {
        var folder = RunFolder.create(parent.resolve("mine"));
        assertThatThrownBy(() -> RunFolder.create(folder.path())).hasMessageContaining("is not empty");
        assertThat(folder.file("verdict.json")).exists();
    }

    @Test
    void whatIsNoFolderIsRefused() throws IOException {
        var file = Files.writeString(parent.resolve("file"), "x");
        assertThatThrownBy(() -> RunFolder.create(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("file");
        assertThatThrownBy(() -> RunFolder.create(file.resolve("below"))).isInstanceOf(IOException.class);
        assertThat(file).content().isEqualTo("x");
    }

    /** 1,000 values of 10 ms and 10 of 2 s, in two logs: percentiles are those of all values, not a mean of two percentiles. */
    @Test
    void histogramsAreMergedAsHistograms() throws IOException {
        var fast = new Histogram(3_600_000_000_000L, 3);
        fast.recordValueWithCount(10_000_000, 1000);
        var slow = new Histogram(3_600_000_000_000L, 3);
        slow.recordValueWithCount(2_000_000_000, 10);
        var merged = new Histogram(3_600_000_000_000L, 3);
        for (var histogram : List.of(fast, slow)) {
            var log = parent.resolve(histogram.getTotalCount() + ".hlog");
            try (var out = new PrintStream(log.toFile(), StandardCharsets.UTF_8)) {
                new HistogramLogWriter(out).outputIntervalHistogram(histogram);
            }
            merged.add((Histogram) new HistogramLogReader(log.toFile()).nextIntervalHistogram());
        }
        assertThat(merged.getTotalCount()).isEqualTo(1010);
        assertThat(merged.getValueAtPercentile(95) / 1e6).isBetween(9.98, 10.02);
        assertThat(merged.getValueAtPercentile(99) / 1e6).isBetween(9.98, 10.02);
        assertThat(merged.getValueAtPercentile(99.9) / 1e6).isBetween(1998.0, 2002.0);
    }

    @Test
    void theMedianIsTheMiddle() {
        assertThat(Median.of(List.of())).isNaN();
        assertThat(Median.of(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Median.of(List.of(4.0, 1.0))).isEqualTo(2.5);
    }

    @Test
    void theEnvironmentHasAValueForEverything() {
        assertThat(Environment.capture().values()).doesNotContainNull();
        assertThat(Environment.summary()).contains("cores");
        assertThat(ProcessUse.cpu(ProcessHandle.current())).isPositive();
    }
}
