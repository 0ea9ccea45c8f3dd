package dev.muxbench.results.compare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muxbench.results.CellSummary;
import dev.muxbench.results.Figure;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.RunSummary;
import dev.muxbench.results.RunView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads run folders, and JMH's JSON of any project. Threads: any. */
public final class RunReader {
    private static final List<String> COMPARED_ENVIRONMENT = List.of(
            "cpu", "cores", "governor", "cpuQuota", "memory", "os", "kernel", "clockSource", "openFiles", "jdk");

    private RunReader() {}

    /**
     * Reads a run.
     *
     * @param name a run's folder, {@code <folder>@<backend>}, or a file with JMH's JSON
     * @throws IOException with a message for the user
     */
    public static Run read(String name) throws IOException {
        int at = name.lastIndexOf('@');
        boolean whole = at < 0 || Files.exists(Path.of(name));
        var path = Path.of(whole ? name : name.substring(0, at));
        var backend = whole ? "" : name.substring(at + 1);
        if (!Files.exists(path)) {
            throw new IOException(path + " does not exist");
        }
        if (!Files.isDirectory(path)) {
            return jmhRun(path, backend, path, "", Map.of());
        }
        var files = RunFiles.open(path);
        if (files.isJmh()) {
            return jmhRun(path, backend, path.resolve("jmh.json"), files.verdict(), environment(files.environment()));
        }
        var series = trialSeries(files, backend);
        if (series.isEmpty()) {
            throw new IOException(name + " has no figures"
                    + (backend.isEmpty()
                            ? ""
                            : "; its backends: "
                                    + String.join(", ", RunView.of(files).backends())));
        }
        return new Run(path.toString(), backend, files.verdict(), environment(files.environment()), series, List.of());
    }

    private static Run jmhRun(Path source, String backend, Path file, String verdict, Map<String, String> environment)
            throws IOException {
        if (!backend.isEmpty()) {
            throw new IOException(source + " has results of JMH's, of no backend " + backend);
        }
        var jmh = JmhFile.read(file);
        return new Run(source.toString(), "", verdict, environment, jmh.series(), jmh.notCompared());
    }

    private static Map<String, String> environment(JsonNode node) {
        var map = new LinkedHashMap<String, String>();
        for (var name : COMPARED_ENVIRONMENT) {
            map.put(name, node.path(name).asText("unknown"));
        }
        return map;
    }

    private static List<Series> trialSeries(RunFiles files, String backend) throws IOException {
        var series = new ArrayList<Series>();
        var view = RunView.of(files);
        for (var question : view.questions()) {
            for (var cell : view.summary().cells(question.name())) {
                if (backend.isEmpty() || backend.equals(cell.cell().backend())) {
                    question.knownFigures().stream()
                            .filter(figure -> !figure.isCondition())
                            .forEach(figure -> addSeries(series, view.summary(), cell, figure, backend.isEmpty()));
                }
            }
        }
        return series;
    }

    private static void addSeries(
            List<Series> series, RunSummary run, CellSummary summary, Figure figure, boolean named) {
        var epochs = summary.epochs(figure);
        if (!epochs.isEmpty()) {
            var cell = summary.cell();
            var name = (named ? cell.backend() + ", " : "") + cell.clients() + " clients, " + cell.scenario()
                    + (cell.point() == null ? "" : ", " + cell.point()) + ": "
                    + figure.label();
            series.add(new Series(
                    name,
                    figure.unit(),
                    figure.higherIsBetter(),
                    figure.shown(run.level(cell, figure).value()),
                    epochs.values().stream().map(figure::shown).toList(),
                    List.copyOf(epochs.keySet())));
        }
    }
}
