package dev.muxbench.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistogramLogTest {
    @TempDir
    private Path folder;

    private Path log(long... countsAndMillis) throws IOException {
        var fixture = new RunFixture(folder.resolve("run"), "nio");
        var trial = fixture.trial("s", "nio", null, 1, Trial.VALID, Map.of());
        fixture.histograms(trial, countsAndMillis);
        return fixture.folder().file(trial.files() + ".hlog");
    }

    private static List<String> lines(Path file) throws IOException {
        return new ArrayList<>(Files.readAllLines(file));
    }

    @Test
    void intervalsHaveTheirTimesAndTags() throws IOException {
        var log = HistogramLog.open(log(5, 1, 7, 2));
        assertThat(log.intervals()).extracting(Histogram::getTotalCount).containsExactly(5L, 7L);
        assertThat(log.intervals()).extracting(Histogram::getTag).containsOnly("nio");
        assertThat(log.intervals())
                .extracting(Histogram::getStartTimeStamp)
                .containsExactly(RunFixture.START_MILLIS, RunFixture.START_MILLIS + 1000);
        assertThat(log.damage()).isEmpty();
    }

    @Test
    void itReadsWhatTheLibraryReads() throws IOException {
        var file = log(5, 1, 7, 2, 9, 3);
        var expected = new ArrayList<Histogram>();
        try (var reader = new HistogramLogReader(file.toFile())) {
            while (reader.hasNext()) {
                expected.add((Histogram) reader.nextIntervalHistogram());
            }
        }
        var log = HistogramLog.open(file);
        for (int time = 0; time < 2; time++) { // it is read anew
            assertThat(log.intervals()).containsExactlyElementsOf(expected);
            assertThat(log.intervals())
                    .extracting(Histogram::getStartTimeStamp, Histogram::getEndTimeStamp, Histogram::getTag)
                    .containsExactlyElementsOf(expected.stream()
                            .map(one -> tuple(one.getStartTimeStamp(), one.getEndTimeStamp(), one.getTag()))
                            .toList());
        }
    }

    @Test
    void halfALastLineIsLeftOutAndNamed() throws IOException {
        var file = log(5, 1, 7, 2);
        var text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() - 30));
        var log = HistogramLog.open(file);
        assertThat(log.merged().getTotalCount()).isEqualTo(5);
        assertThat(log.damage()).singleElement().asString().contains("damaged, left out");
    }

    @Test
    void garbageInTheMiddleHidesNothingBehindIt() throws IOException {
        var file = log(5, 1, 7, 2, 9, 3);
        var lines = lines(file);
        lines.add(lines.size() - 2, "what, is, this");
        lines.add(lines.size() - 1, "Tag=x,0.1,0.2,0.3,AAAA\u0000zz");
        Files.write(file, lines);
        var log = HistogramLog.open(file);
        for (int time = 0; time < 2; time++) { // read again, nothing is named again
            assertThat(log.merged().getTotalCount()).isEqualTo(21);
            assertThat(log.damage()).hasSize(2);
        }
    }

    @Test
    void linesOutOfOrderCountAll() throws IOException {
        var file = log(5, 1, 7, 2, 9, 3);
        var lines = lines(file);
        Collections.swap(lines, lines.size() - 1, lines.size() - 3);
        Files.write(file, lines);
        assertThat(HistogramLog.open(file).merged().getTotalCount()).isEqualTo(21);
        assertThat(HistogramLog.open(file).intervals().iterator().next().getStartTimeStamp())
                .isEqualTo(RunFixture.START_MILLIS + 2000);
    }

    @Test
    void anotherBaseTimeIsHeeded() throws IOException {
        var file = folder.resolve("other.hlog");
        try (var out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            var log = new HistogramLogWriter(out);
            log.outputLogFormatVersion();
            log.outputBaseTime(5_000_000);
            log.setBaseTime(5_000_000);
            log.outputStartTime(6_000_000);
            var histogram = new Histogram(2);
            histogram.recordValue(1);
            histogram.setStartTimeStamp(6_000_500);
            histogram.setEndTimeStamp(6_001_500);
            log.outputIntervalHistogram(histogram);
        }
        assertThat(HistogramLog.open(file).intervals().iterator().next().getStartTimeStamp())
                .isEqualTo(6_000_500);
    }

    @Test
    void logsOfDifferentPrecisionAndRangeAreMerged() throws IOException {
        var coarse = new Histogram(1, 1_000_000_000L, 1);
        coarse.recordValue(900_000_000);
        var fine = new Histogram(1, 3_600_000_000_000L, 4);
        fine.recordValue(3_000_000_000_000L);
        var merged = HistogramLog.merge(
                List.of(new HistogramLog(List.of(coarse), List.of()), new HistogramLog(List.of(fine), List.of())));
        assertThat(merged.getTotalCount()).isEqualTo(2);
        assertThat((double) merged.getMaxValue()).isCloseTo(3e12, within(3e9));
    }

    @Test
    void percentilesAreThoseOfTheMergedValues() throws IOException {
        var merged = HistogramLog.merge(List.of(HistogramLog.open(log(1000, 10, 10, 2000))));
        assertThat(merged.getTotalCount()).isEqualTo(1010);
        assertThat(merged.getValueAtPercentile(95) / 1e6).isCloseTo(10, within(0.02));
        assertThat(merged.getValueAtPercentile(99) / 1e6).isCloseTo(10, within(0.02));
        assertThat(merged.getValueAtPercentile(99.9) / 1e6).isCloseTo(2000, within(2.0));
    }

    @Test
    void aMissingFileIsOneLine() {
        assertThatThrownBy(() -> HistogramLog.open(folder.resolve("none.hlog")))
                .hasMessageEndingWith("none.hlog is missing");
    }
}
