package dev.muxbench.results;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.jspecify.annotations.Nullable;

/** A run's folder with figures of our choice. Threads: one. */
public final class RunFixture {
    public static final long START_MILLIS = 1_700_000_000_000L;

    private final RunFolder folder;
    private final List<Trial> trials = new ArrayList<>();
    private final List<Question> questions = new ArrayList<>();
    private final List<String> backends;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, String> leftOut = new LinkedHashMap<>();

    public RunFixture(Path path, String... backends) throws IOException {
        this.folder = RunFolder.create(path);
        this.backends = List.of(backends);
        folder.writeEnvironment(Map.of("cpu", "some"));
    }

    public static Question question(String name, Figure primary, List<Double> rates) {
        return new Question(
                name,
                "How is " + name + "?",
                "the best at " + name,
                "as always",
                primary.key(),
                List.of(primary.key(), Figure.SERVER_CPU.key(), Figure.LATENCY_P99.key()),
                List.of(10),
                rates.isEmpty() ? null : "rate",
                rates);
    }

    public RunFixture ask(Question question) throws IOException {
        questions.add(question);
        writeManifest();
        return this;
    }

    public void leaveOut(Trial.Cell cell, String why) throws IOException {
        leftOut.put(cell.title(), why);
        writeManifest();
    }

    public void call(String backend, String called) throws IOException {
        names.put(backend, called);
        writeManifest();
    }

    private void writeManifest() throws IOException {
        var manifest = new LinkedHashMap<String, Object>();
        manifest.put("schema", RunFolder.SCHEMA_VERSION);
        manifest.put("started", "2026-01-01T00:00:00Z");
        manifest.put("backends", backends);
        manifest.put("called", names);
        manifest.put(RunView.LEFT_OUT_LATER, leftOut);
        manifest.put("baseline", backends.getFirst());
        manifest.put("scenarios", questions);
        folder.writeManifest(manifest);
    }

    public Trial trial(
            String scenario,
            String backend,
            @Nullable Double rate,
            int epoch,
            String verdict,
            Map<Figure, Double> figures)
            throws IOException {
        return trial(scenario, backend, rate, epoch, 1, verdict, figures);
    }

    /** One that is INVALID has been dropped. */
    public Trial trial(
            String scenario,
            String backend,
            @Nullable Double rate,
            int epoch,
            int pass,
            String verdict,
            Map<Figure, Double> figures)
            throws IOException {
        var byKey = new LinkedHashMap<String, Double>();
        figures.forEach((figure, value) -> byKey.put(figure.key(), value));
        var trial = new Trial(
                scenario,
                backend,
                10,
                rate == null ? null : new Point("rate", rate),
                epoch,
                pass,
                verdict.equals(Trial.INVALID),
                "2026-01-01T00:00:00Z",
                verdict,
                verdict.equals(Trial.VALID) ? List.of() : List.of("a <b>reason</b>"),
                scenario + "-" + backend + "-10" + (rate == null ? "" : "-rate" + rate) + "-epoch" + epoch + "-pass"
                        + pass,
                byKey,
                Map.of("threads", "1 event loop"),
                List.of());
        trials.add(trial);
        folder.writeTrials(trials);
        return trial;
    }

    /** An interval of a second with so many values of so many milliseconds. */
    public void histograms(Trial trial, long... countsAndMillis) throws IOException {
        try (var out = new PrintStream(
                Files.newOutputStream(folder.file(trial.files() + ".hlog")), false, StandardCharsets.UTF_8)) {
            var log = new HistogramLogWriter(out);
            log.outputLogFormatVersion();
            log.outputStartTime(START_MILLIS);
            log.setBaseTime(START_MILLIS);
            log.outputLegend();
            for (int i = 0; i < countsAndMillis.length; i += 2) {
                var interval = new Histogram(3);
                interval.recordValueWithCount(countsAndMillis[i + 1] * 1_000_000, countsAndMillis[i]);
                interval.setTag(trial.backend());
                interval.setStartTimeStamp(START_MILLIS + 500L * i);
                interval.setEndTimeStamp(START_MILLIS + 500L * i + 1000);
                log.outputIntervalHistogram(interval);
            }
        }
    }

    public void series(Trial trial, int seconds) throws IOException {
        var lines = new ArrayList<String>();
        lines.add(TimeSeries.header());
        for (int second = 0; second < seconds; second++) {
            var row = new LinkedHashMap<TimeSeries.Column, Object>();
            row.put(TimeSeries.Column.END_S, (double) second + 1);
            row.put(TimeSeries.Column.PHASE, second == 0 ? "WARM_UP" : "MEASURED");
            row.put(TimeSeries.Column.LINES_SENT, 100L);
            row.put(TimeSeries.Column.DELIVERIES_PER_S, 1e6 + second);
            row.put(TimeSeries.Column.P50_MS, 1.5);
            row.put(TimeSeries.Column.P99_MS, Double.NaN);
            row.put(TimeSeries.Column.SERVER_CPU_S, 0.5 * second);
            row.put(TimeSeries.Column.SERVER_RSS_BYTES, 50L << 20);
            lines.add(TimeSeries.line(row));
        }
        Files.write(folder.file(trial.files() + ".csv"), lines);
    }

    public RunFolder folder() {
        return folder;
    }

    public RunFixture verdict(String verdict, String... reasons) throws IOException {
        folder.writeVerdict(verdict, List.of(reasons));
        return this;
    }
}
