package dev.muxbench.results.compare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muxbench.results.CellSummary;
import dev.muxbench.results.Figure;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.RunView;
import dev.muxbench.results.statistics.Median;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Reads run folders, and JMH's JSON of any project. Threads: any. */
public final class RunReader {
    private static final List<String> COMPARED_ENVIRONMENT = List.of(
            "cpu", "cores", "governor", "cpuQuota", "memory", "os", "kernel", "clockSource", "openFiles", "jdk");

    private RunReader() {}

    /**
     * Reads a run.
     *
     * @param name a run's folder, a folder and {@code @} and one of its backends, or a file of JMH's with its JSON
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
            return new Run(path.toString(), "", "", Map.of(), jmhSeries(path));
        }
        var files = RunFiles.open(path);
        var series = files.isJmh() ? jmhSeries(path.resolve("jmh.json")) : trialSeries(files, backend);
        if (series.isEmpty()) {
            throw new IOException(name + " has no figures"
                    + (backend.isEmpty()
                            ? ""
                            : "; its backends: "
                                    + String.join(", ", RunView.of(files).backends())));
        }
        return new Run(path.toString(), backend, files.verdict(), environment(files.environment()), series);
    }

    private static Map<String, String> environment(JsonNode node) {
        var map = new LinkedHashMap<String, String>();
        for (var name : COMPARED_ENVIRONMENT) {
            map.put(name, node.path(name).asText("unknown"));
        }
        return map;
    }

    // ---- Trials.

    private static List<Series> trialSeries(RunFiles files, String backend) throws IOException {
        var series = new ArrayList<Series>();
        var view = RunView.of(files);
        for (var question : view.questions()) {
            for (var cell : view.summary().cells(question.name())) {
                if (backend.isEmpty() || backend.equals(cell.cell().backend())) {
                    question.knownFigures().stream()
                            .filter(figure -> !figure.isCondition())
                            .forEach(figure -> addSeries(series, cell, figure, backend.isEmpty()));
                }
            }
        }
        return series;
    }

    private static void addSeries(List<Series> series, CellSummary summary, Figure figure, boolean named) {
        var values = new ArrayList<Double>();
        var rounds = new ArrayList<Integer>();
        for (var trial : summary.used()) {
            if (Double.isFinite(trial.figure(figure))) {
                values.add(figure.shown(trial.figure(figure)));
                rounds.add(trial.round());
            }
        }
        if (!values.isEmpty()) {
            var cell = summary.cell();
            var name = (named ? cell.backend() + ", " : "") + cell.clients() + " clients, " + cell.scenario()
                    + (cell.point() == null ? "" : ", " + cell.point()) + ": "
                    + figure.label();
            series.add(new Series(
                    name,
                    figure.unit(),
                    figure.higherIsBetter(),
                    figure.shown(summary.value(figure).value()),
                    values,
                    rounds));
        }
    }

    private static void requireArray(JsonNode node, Path file) throws IOException {
        if (!node.isArray()) {
            throw new IOException(file + " is damaged: not a list");
        }
    }

    // ---- JMH.

    private static List<Series> jmhSeries(Path file) throws IOException {
        var benchmarks = RunFiles.json(file);
        requireArray(benchmarks, file);
        var series = new ArrayList<Series>();
        for (var benchmark : benchmarks) {
            var metric = benchmark.path("primaryMetric");
            if (!benchmark.path("benchmark").isTextual()
                    || !metric.path("score").isNumber()) {
                throw new IOException(file + " is no JSON of JMH's");
            }
            var values = iterations(metric);
            series.add(new Series(
                    jmhName(benchmark),
                    metric.path("scoreUnit").asText(),
                    benchmark.path("mode").asText().equals("thrpt"),
                    Median.of(values),
                    values,
                    IntStream.range(0, values.size()).boxed().toList()));
        }
        return series;
    }

    private static String jmhName(JsonNode benchmark) {
        var parameters = new TreeMap<String, String>();
        benchmark
                .path("params")
                .properties()
                .forEach(
                        entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
        var name = new StringJoiner(" ")
                .add(benchmark.path("benchmark").asText())
                .add(benchmark.path("mode").asText());
        parameters.forEach((parameter, value) -> name.add(parameter + "=" + value));
        return name.toString();
    }

    /** One value for each iteration of each fork: its score, or the mean of its samples. */
    public static List<Double> iterations(JsonNode metric) {
        var values = new ArrayList<Double>();
        for (var fork : metric.path("rawData")) {
            for (var iteration : fork) {
                values.add(iteration.asDouble());
            }
        }
        for (var fork : metric.path("rawDataHistogram")) {
            for (var iteration : fork) {
                values.add(mean(iteration));
            }
        }
        return List.copyOf(values);
    }

    private static double mean(JsonNode histogram) {
        double sum = 0;
        double count = 0;
        for (var bucket : histogram) {
            sum += bucket.path(0).asDouble() * bucket.path(1).asDouble();
            count += bucket.path(1).asDouble();
        }
        return sum / count;
    }
}
