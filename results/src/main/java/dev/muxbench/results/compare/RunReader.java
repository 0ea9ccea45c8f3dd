package dev.muxbench.results.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muxbench.results.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Reads run folders, and JMH's JSON of any project. Threads: any. */
public final class RunReader {
    /** A figure of a trial. */
    private record Figure(
            String field, String label, String unit, double divisor, boolean higherIsBetter, String scenario) {}

    private static final List<Figure> FIGURES = List.of(
            new Figure("deliveriesPerSecond", "deliveries/s", "/s", 1, true, "saturate"),
            new Figure("serverCpuNanosPerDelivery", "server CPU", "ns/delivery", 1, false, "saturate"),
            new Figure("latencyP50Nanos", "p50", "ms", 1e6, false, "steady"),
            new Figure("latencyP99Nanos", "p99", "ms", 1e6, false, "steady"),
            new Figure("serverResidentBytes", "server RSS", "MiB", 1 << 20, false, "saturate"));

    private static final List<String> COMPARED_ENVIRONMENT = List.of(
            "cpu", "cores", "governor", "cpuQuota", "memory", "os", "kernel", "clockSource", "openFiles", "jdk");

    private static final ObjectMapper JSON = new ObjectMapper();

    private RunReader() {}

    /**
     * Reads a run.
     *
     * @param path a run's folder, or a file of JMH's with its JSON
     * @throws IOException with a message for the user
     */
    public static Run read(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException(path + " does not exist");
        }
        if (!Files.isDirectory(path)) {
            return new Run(path.toString(), "", Map.of(), jmhSeries(path));
        }
        var manifest = json(path.resolve("manifest.json"));
        int schema = manifest.path("schema").asInt(-1);
        if (schema != RunFolder.SCHEMA_VERSION) {
            throw new IOException(path + " has results of version " + (schema < 0 ? "?" : schema)
                    + "; this version of Muxbench reads version " + RunFolder.SCHEMA_VERSION);
        }
        boolean jmh = Files.exists(path.resolve("jmh.json"));
        return new Run(
                path.toString(),
                json(path.resolve("verdict.json")).path("verdict").asText(""),
                environment(json(path.resolve("environment.json"))),
                jmh ? jmhSeries(path.resolve("jmh.json")) : trialSeries(path.resolve("trials.json")));
    }

    private static JsonNode json(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException(file + " is missing: no folder of a run, or a damaged one");
        }
        try {
            return JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new IOException(
                    file + " is damaged, line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
        }
    }

    private static Map<String, String> environment(JsonNode node) {
        var map = new LinkedHashMap<String, String>();
        for (var name : COMPARED_ENVIRONMENT) {
            map.put(name, node.path(name).asText("unknown"));
        }
        return map;
    }

    // ---- Trials.

    private static List<Series> trialSeries(Path file) throws IOException {
        var trials = json(file);
        requireArray(trials, file);
        var values = new LinkedHashMap<String, List<Double>>();
        var figures = new LinkedHashMap<String, Figure>();
        for (var trial : trials) {
            for (var figure : FIGURES) {
                double value = trial.path(figure.field).asDouble(Double.NaN) / figure.divisor;
                if (figure.scenario.equals(trial.path("scenario").asText()) && Double.isFinite(value)) {
                    var name = trial.path("backend").asText() + ", "
                            + trial.path("clients").asText() + " clients, " + figure.scenario + ": " + figure.label;
                    values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
                    figures.put(name, figure);
                }
            }
        }
        var series = new ArrayList<Series>();
        figures.forEach((name, figure) -> series.add(new Series(
                name, figure.unit, figure.higherIsBetter, List.copyOf(values.getOrDefault(name, List.of())))));
        return series;
    }

    private static void requireArray(JsonNode node, Path file) throws IOException {
        if (!node.isArray()) {
            throw new IOException(file + " is damaged: not a list");
        }
    }

    // ---- JMH.

    private static List<Series> jmhSeries(Path file) throws IOException {
        var benchmarks = json(file);
        requireArray(benchmarks, file);
        var series = new ArrayList<Series>();
        for (var benchmark : benchmarks) {
            var metric = benchmark.path("primaryMetric");
            if (!benchmark.path("benchmark").isTextual()
                    || !metric.path("score").isNumber()) {
                throw new IOException(file + " is no JSON of JMH's");
            }
            series.add(new Series(
                    jmhName(benchmark),
                    metric.path("scoreUnit").asText(),
                    benchmark.path("mode").asText().equals("thrpt"),
                    iterations(metric)));
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
    private static List<Double> iterations(JsonNode metric) {
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
