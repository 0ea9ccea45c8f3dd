package dev.muxbench.results.compare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.statistics.Median;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads JMH's JSON of any project. A fork counts as an epoch and has one value, because iterations of one fork share a
 * JVM and are not independent.
 *
 * <p>Threads: one.
 */
public final class JmhFile {
    private static final Pattern PERCENTILE = Pattern.compile("(.*:)?p[01]\\.\\d+");

    private final Path path;
    private final List<Series> series = new ArrayList<>();
    private final List<String> notCompared = new ArrayList<>();

    private JmhFile(Path path) {
        this.path = path;
    }

    /**
     * Reads a result file.
     *
     * @throws IOException with a message for the user
     */
    static JmhFile read(Path path) throws IOException {
        var benchmarks = RunFiles.json(path);
        if (!benchmarks.isArray()) {
            throw new IOException(path + " is damaged: not a list");
        }
        var file = new JmhFile(path);
        int number = 0;
        for (var benchmark : benchmarks) {
            file.add(benchmark, ++number);
        }
        return file;
    }

    private void add(JsonNode benchmark, int number) throws IOException {
        var metric = benchmark.path("primaryMetric");
        if (!benchmark.path("benchmark").isTextual() || !metric.has("score")) {
            throw new IOException(
                    path + " is no JSON of JMH's: its entry " + number + " has no benchmark with a score");
        }
        var name = name(benchmark);
        add(name, metric, isRate(benchmark));
        secondaryMetrics(benchmark).forEach((key, secondary) -> {
            var unit = secondary.path("scoreUnit").asText();
            if (!isPercentile(key) && (Units.isRate(unit) || Units.isCost(unit))) {
                add(name + ": " + key, secondary, Units.isRate(unit));
            } else {
                notCompared.add(key);
            }
        });
    }

    private void add(String name, JsonNode metric, boolean higherIsBetter) {
        var values = Double.isFinite(number(metric.path("score")))
                ? forks(metric).map(JmhFile::mean).toList()
                : List.<Double>of();
        series.add(new Series(
                name,
                metric.path("scoreUnit").asText(),
                higherIsBetter,
                Median.of(values),
                values,
                IntStream.range(0, values.size()).boxed().toList()));
    }

    private static String name(JsonNode benchmark) {
        var parameters = parameters(benchmark);
        return benchmark.path("benchmark").asText() + " "
                + benchmark.path("mode").asText() + (parameters.isEmpty() ? "" : " " + String.join(" ", parameters));
    }

    /** True if a higher score is better. */
    private static boolean isRate(JsonNode benchmark) {
        return benchmark.path("mode").asText().equals("thrpt");
    }

    /** Returns the secondary metrics by name. */
    public static Map<String, JsonNode> secondaryMetrics(JsonNode benchmark) {
        var metrics = new LinkedHashMap<String, JsonNode>();
        benchmark
                .path("secondaryMetrics")
                .properties()
                .forEach(entry -> metrics.put(entry.getKey().replace("·", ""), entry.getValue())); // in older JMHs
        return metrics;
    }

    /** True if a secondary metric is a percentile. JMH writes eight percentiles of the same samples with a sampled score. */
    public static boolean isPercentile(String secondaryMetric) {
        return PERCENTILE.matcher(secondaryMetric).matches();
    }

    /**
     * Returns what distinguishes results of one benchmark, each as {@code name=value}: threads, if there are several,
     * and parameters.
     */
    public static List<String> parameters(JsonNode benchmark) {
        var parameters = new ArrayList<String>();
        if (benchmark.path("threads").asInt(1) != 1) {
            parameters.add("threads=" + benchmark.path("threads").asInt());
        }
        var sorted = new TreeMap<String, String>();
        benchmark
                .path("params")
                .properties()
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue().asText()));
        sorted.forEach((name, value) -> parameters.add(name + "=" + value));
        return parameters;
    }

    /** Returns the series in the file's order; a series has no values if the score is no number. */
    List<Series> series() {
        return series;
    }

    /**
     * Returns a line about percentiles and secondary metrics for which it is unknown which way is better; none if there
     * are none.
     */
    List<String> notCompared() {
        return notCompared.isEmpty()
                ? List.of()
                : List.of("not compared, " + notCompared.size() + " secondary metrics: "
                        + String.join(", ", new TreeSet<>(notCompared)));
    }

    // ---- Numbers.

    /** Returns a number; NaN for values that JMH writes as text: {@code "NaN"}, {@code "+INF"}, {@code "-INF"}. */
    public static double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : Double.NaN;
    }

    /** Returns one value for each iteration of each fork: its score, or the mean of its samples. */
    public static List<Double> iterations(JsonNode metric) {
        return forks(metric)
                .flatMap(fork -> fork.valueStream().map(iteration -> mean(List.of(iteration))))
                .toList();
    }

    private static Stream<JsonNode> forks(JsonNode metric) {
        var sampled = metric.path("rawDataHistogram");
        return (sampled.isArray() ? sampled : metric.path("rawData"))
                .valueStream()
                .filter(fork -> !fork.isEmpty());
    }

    /** @param iterations each a score, or a list of samples with their counts */
    private static double mean(Iterable<JsonNode> iterations) {
        double sum = 0;
        double count = 0;
        for (var iteration : iterations) {
            if (iteration.isArray()) {
                for (var sample : iteration) {
                    sum += number(sample.path(0)) * number(sample.path(1));
                    count += number(sample.path(1));
                }
            } else {
                sum += number(iteration);
                count++;
            }
        }
        return sum / count;
    }
}
