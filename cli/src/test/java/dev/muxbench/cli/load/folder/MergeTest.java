package dev.muxbench.cli.load.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muxbench.load.judge.LoadResult;
import dev.muxbench.load.plan.Part;
import dev.muxbench.results.Figure;
import dev.muxbench.results.HistogramLog;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.RunView;
import dev.muxbench.results.TimeSeries.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of parts, and what becomes of them. */
class MergeTest {
    @TempDir
    private Path temporary;

    private final PartFixture one = new PartFixture(new Part("evening", 1, 3));
    private final PartFixture two = new PartFixture(new Part("evening", 2, 3));
    private final PartFixture three = new PartFixture(new Part("evening", 3, 3));

    private Path folder(String name) {
        return temporary.resolve(name);
    }

    private LoadResult merge(Path... folders) throws IOException {
        return Merge.of(List.of(folders)).write(folder("merged"));
    }

    @Test
    void mergedFiguresAreThoseOfAllValuesTogether() throws IOException {
        merge(three.write(folder("c")), one.write(folder("a")), two.write(folder("b"))); // in any order
        var all = PartFixture.histogram();
        List.of(one, two, three).forEach(part -> all.add(part.latency));

        var files = RunFiles.open(folder("merged"));
        assertThat(files.verdict()).isEqualTo("VALID");
        var trial = files.trials().getFirst();
        assertThat(trial.clients()).isEqualTo(40);
        assertThat(trial.figure(Figure.LATENCY_P50)).isEqualTo((double) all.getValueAtPercentile(50));
        assertThat(trial.figure(Figure.LATENCY_P99)).isEqualTo((double) all.getValueAtPercentile(99));
        assertThat(trial.figure(Figure.LATENCY_P999)).isEqualTo((double) all.getValueAtPercentile(99.9));
        assertThat(trial.figure(Figure.LATENCY_MAX)).isEqualTo((double) all.getMaxValue());
        assertThat(trial.figure(Figure.DELIVERIES_PER_SECOND)).isEqualTo(3000);
        assertThat(trial.figures().get("deliveries")).isEqualTo(15_000);

        HistogramLog log = files.histograms(trial);
        assertThat(log.merged().getTotalCount()).isEqualTo(all.getTotalCount());
        for (double percentile : new double[] {1, 50, 90, 99, 99.9, 100}) {
            assertThat(log.merged().getValueAtPercentile(percentile)).isEqualTo(all.getValueAtPercentile(percentile));
        }
        assertThat(log.intervals())
                .hasSize(4)
                .allSatisfy(interval -> assertThat(interval.getTotalCount()).isEqualTo(3000));
        var series = files.series(trial);
        assertThat(series.numbers(Column.LINES_SENT)).containsExactly(60.0, 60.0, 60.0, 60.0, 60.0);
        assertThat(series.numbers(Column.SCHEDULE_ERROR_MAX_MS)).containsOnly(3.0);
        assertThat(files.damage()).isEmpty();
        assertThat(RunView.of(files).summary().cells("load").getFirst().isSound())
                .isTrue();
    }

    @Test
    void theWorstVerdictIsThatOfTheMergedAndEachIsKept() throws IOException {
        merge(
                one.write(folder("a")),
                two.stopped().write(folder("b")),
                three.lost(7).write(folder("c")));
        var files = RunFiles.open(folder("merged"));
        assertThat(files.verdict()).isEqualTo("FAILED");
        assertThat(files.reasons())
                .containsExactly(
                        "part 3: 7 deliveries lost",
                        "part 2: stopped before its time: 4.0 s of 4.0 s measured; let it run to its end");
        var parts = files.manifest().path("parts");
        assertThat(parts.path("1").path("verdict").asText()).isEqualTo("VALID");
        assertThat(parts.path("2").path("verdict").asText()).isEqualTo("INVALID");
        assertThat(parts.path("3").path("reasons").path(0).asText()).isEqualTo("7 deliveries lost");
    }

    private void assertRefused(String message, Path... folders) {
        assertThatThrownBy(() -> merge(folders))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message)
                .extracting(Throwable::getMessage)
                .asString()
                .hasLineCount(1);
        assertThat(folder("merged")).doesNotExist();
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() throws IOException {
        var a = one.write(folder("a"));
        var b = two.write(folder("b"));
        var c = three.write(folder("c"));
        assertRefused("part 3 of 3 of run evening is missing", a, b);
        assertRefused("part 2 of 3 is there twice", a, b, two.write(folder("again")), c);
        assertRefused("run evening and morning", a, b, new PartFixture(new Part("morning", 3, 3)).write(folder("d")));
        assertRefused("number of parts 3 and 4", a, b, new PartFixture(new Part("evening", 3, 4)).write(folder("e")));
        assertRefused(
                "arrivals", a, b, new PartFixture(new Part("evening", 3, 3), PartFixture.plan(99)).write(folder("f")));
        assertRefused("start", a, b, three.write(folder("g"), PartFixture.START.plusSeconds(1)));
    }

    @Test
    void whatIsNoPartIsRefused() throws IOException {
        var a = one.write(folder("a"));
        assertRefused("does not exist", a, folder("none"));
        assertRefused("is not of a part of a load", new PartFixture(Part.WHOLE).write(folder("whole")));
        var old = two.write(folder("old"));
        var manifest = old.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("\"schema\" : \\d+", "\"schema\" : 1"));
        assertRefused("has results of version 1", a, old);
        try (var killed = LoadFolder.create(folder("killed"), three.subject(PartFixture.START), Map.of())) {
            killed.recorder().onInterval(three.intervals.getFirst());
        }
        assertRefused("has not come to its end, and has no counts: INCOMPLETE", a, folder("killed"));
    }
}
