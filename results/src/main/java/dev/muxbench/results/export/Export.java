package dev.muxbench.results.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.muxbench.results.CellSummary;
import dev.muxbench.results.HistogramLog;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.RunView;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a run's figures for other tools.
 *
 * <ul>
 *   <li>{@code <scenario>-<backend>-<clients>.hgrm}: latency by percentile in ms, all trials merged, as HdrHistogram's plotter reads it
 *   <li>{@code <scenario>-<backend>-<clients>.hlog}: every interval of all trials, tagged with the backend, for
 *     HistogramLogAnalyzer
 *   <li>{@code trials.csv}: one line for each trial, one column for each figure in its base unit
 *   <li>{@code ratios.csv}: one line for each figure of each contestant relative to the baseline's, with its interval
 *     and the finding
 *   <li>{@code jmh.json}: one entry for each scenario, backend and figure, in JMH's format; for a JMH run its own file
 * </ul>
 *
 * <p>Threads: one.
 */
public final class Export {
    private static final int TICKS_PER_HALF_DISTANCE = 5;
    private static final double MILLISECOND = 1e6;

    private final RunFiles run;
    private final Path folder;
    private final List<Path> written = new ArrayList<>();

    private Export(RunFiles run, Path folder) {
        this.run = run;
        this.folder = folder;
    }

    /**
     * Writes all files and overwrites those of an earlier export.
     *
     * @return the files
     * @throws IOException if the run is damaged or a file cannot be written
     */
    public static List<Path> write(RunFiles run, Path folder) throws IOException {
        var export = new Export(run, folder);
        Files.createDirectories(folder);
        if (run.isJmh()) {
            export.copyJmh();
        } else {
            export.writeTrials();
        }
        return export.written;
    }

    private void copyJmh() throws IOException {
        var file = folder.resolve("jmh.json");
        Files.copy(run.path().resolve("jmh.json"), file, StandardCopyOption.REPLACE_EXISTING);
        written.add(file);
    }

    private void writeTrials() throws IOException {
        var view = RunView.of(run);
        for (var question : view.questions()) {
            for (var cell : view.summary().cells(question.name())) {
                if (cell.merged().getTotalCount() > 0) {
                    writePercentiles(cell);
                    writeIntervals(cell);
                }
            }
        }
        text("trials.csv", csv(view.trials()));
        text("ratios.csv", RatioTable.csv(view));
        text(
                "jmh.json",
                new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(JmhFormat.of(view)));
    }

    private void text(String name, String content) throws IOException {
        var file = folder.resolve(name);
        Files.writeString(file, content);
        written.add(file);
    }

    // ---- Histograms.

    private void writePercentiles(CellSummary cell) throws IOException {
        var file = folder.resolve(cell.cell().fileName() + ".hgrm");
        try (var out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            cell.merged().outputPercentileDistribution(out, TICKS_PER_HALF_DISTANCE, MILLISECOND);
            requireWritten(out, file);
        }
    }

    private void writeIntervals(CellSummary cell) throws IOException {
        var file = folder.resolve(cell.cell().fileName() + ".hlog");
        try (var out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            var log = HistogramLog.begin(out, cell.merged().getStartTimeStamp()); // the earliest
            cell.used().forEach(trial -> run.histograms(trial).intervals().forEach(log::outputIntervalHistogram));
            requireWritten(out, file);
        }
    }

    private void requireWritten(PrintStream out, Path file) throws IOException {
        if (out.checkError()) {
            throw new IOException(file + " could not be written; is the disk full?");
        }
        written.add(file);
    }

    // ---- Figures.

    private static String csv(List<Trial> trials) {
        var keys = trials.stream()
                .flatMap(trial -> trial.figures().keySet().stream())
                .distinct()
                .toList();
        var lines = new ArrayList<String>();
        lines.add("scenario,backend,clients,option,value,epoch,pass,dropped,started,verdict," + String.join(",", keys));
        for (var trial : trials) {
            lines.add(quoted(trial.scenario()) + "," + quoted(trial.backend()) + "," + trial.clients() + ","
                    + (trial.point() == null
                            ? ","
                            : trial.point().option() + "," + trial.point().number())
                    + "," + trial.epoch() + "," + trial.pass() + "," + trial.dropped() + ","
                    + trial.started() + "," + trial.verdict() + ","
                    + keys.stream()
                            .map(key -> trial.figures().containsKey(key)
                                    ? String.valueOf(trial.figures().get(key))
                                    : "")
                            .collect(Collectors.joining(",")));
        }
        return String.join("\n", lines) + "\n";
    }

    /** Quotes a field if needed, see RFC 4180, section 2. */
    static String quoted(String text) {
        return text.matches("[^,\"\r\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
