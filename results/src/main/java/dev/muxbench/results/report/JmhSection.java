package dev.muxbench.results.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muxbench.results.Numbers;
import dev.muxbench.results.compare.JmhFile;
import dev.muxbench.results.compare.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The section with JMH's results of one benchmark class. Threads: one. */
record JmhSection(String id, String group, List<Result> results) {
    private static final Map<String, String> MODES =
            Map.of("avgt", "average time", "thrpt", "throughput", "sample", "sampled time", "ss", "single shot");
    private static final Map<String, String> PERCENTILES = Map.of("50.0", "p50", "99.0", "p99", "99.9", "p99.9");
    private static final String BACKEND = "backend=";

    /**
     * One score of a benchmark.
     *
     * @param metric      name of the metric; empty for the primary metric
     * @param error       half width of JMH's interval; NaN if it does not exist
     * @param percentiles percentiles of a sampled score, by name
     */
    record Result(
            String method,
            String metric,
            String mode,
            List<String> parameters,
            double score,
            double error,
            String unit,
            List<Double> values,
            Map<String, Double> percentiles) {

        String title() {
            return metric.isEmpty() ? method : method + ": " + metric;
        }

        /** Returns the key of the chart: results with equal keys share one. */
        List<String> kind() {
            return List.of(metric, mode, unit);
        }

        /** Returns which way is better; empty for a secondary metric whose unit does not tell, such as a count of collections. */
        String direction() {
            if (metric.isEmpty() ? mode.equals("thrpt") : Units.isRate(unit)) {
                return "higher is better";
            }
            return metric.isEmpty() || Units.isCost(unit) ? "lower is better" : "";
        }

        String backend() {
            return parameters.stream()
                    .filter(parameter -> parameter.startsWith(BACKEND))
                    .map(parameter -> parameter.substring(BACKEND.length()))
                    .findFirst()
                    .orElse("");
        }
    }

    /** Returns a section for each benchmark class. */
    static List<Section> of(String id, JsonNode benchmarks) {
        var groups = new LinkedHashMap<String, List<Result>>();
        for (var benchmark : benchmarks) {
            var parts = benchmark.path("benchmark").asText().split("\\.");
            var results = groups.computeIfAbsent(parts[Math.max(0, parts.length - 2)], group -> new ArrayList<>());
            results.add(result(benchmark, "", benchmark.path("primaryMetric")));
            JmhFile.secondaryMetrics(benchmark).forEach((key, metric) -> {
                if (!JmhFile.isPercentile(key)) {
                    results.add(result(benchmark, key, metric));
                }
            });
        }
        var sections = new ArrayList<Section>();
        groups.forEach((group, results) ->
                sections.add(new JmhSection(id + "-jmh-" + (sections.size() + 1), group, results).section()));
        return sections;
    }

    private static Result result(JsonNode benchmark, String key, JsonNode metric) {
        var name = benchmark.path("benchmark").asText();
        var percentiles = new LinkedHashMap<String, Double>();
        if (metric.has("rawDataHistogram")) {
            metric.path("scorePercentiles").properties().forEach(percentile -> {
                if (PERCENTILES.containsKey(percentile.getKey())) {
                    percentiles.put(PERCENTILES.get(percentile.getKey()), JmhFile.number(percentile.getValue()));
                }
            });
        }
        return new Result(
                name.substring(name.lastIndexOf('.') + 1),
                key,
                benchmark.path("mode").asText(),
                JmhFile.parameters(benchmark),
                JmhFile.number(metric.path("score")),
                JmhFile.number(metric.path("scoreError")), // "NaN" for one iteration
                metric.path("scoreUnit").asText(),
                JmhFile.iterations(metric),
                percentiles);
    }

    private Section section() {
        var note = "Marks: scores. Whiskers: errors as JMH gives them. Faint dots: single values.";
        var html = Html.tag("section", "jmh-group")
                .with("data-testid", "jmh-group")
                .with("id", id);
        html.with("aria-labelledby", id + "-title");
        html.add(
                Html.tag("h3").with("id", id + "-title").text(group),
                Section.place(id + "-scores", "", note),
                table().scrolling());
        var charts = results.stream()
                .filter(result -> !result.direction().isEmpty())
                .collect(Collectors.groupingBy(Result::kind, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(this::chart)
                .toList();
        return new Section(id, group, html, charts);
    }

    private Table table() {
        var table = new Table(
                id + "-table",
                "Scores of " + group,
                "Score: of all forks. Error: half of the 99.9 % interval, as JMH gives it.",
                "table-main");
        table.column("Benchmark").column("Parameters").column("Mode").numbers("Score", "");
        table.numbers("± Error", "99.9 %").column("Unit");
        var percentiles = results.stream()
                .flatMap(result -> result.percentiles.keySet().stream())
                .distinct()
                .toList();
        percentiles.forEach(percentile -> table.numbers(percentile, ""));
        table.numbers("Single values", "");
        for (var result : results) {
            var fields = new ArrayList<>(List.of(
                    Html.tag("td", "words", String.join(", ", result.parameters)),
                    Html.tag("td", "", result.mode),
                    number(result.score),
                    number(result.error),
                    Html.tag("td", "", result.unit)));
            percentiles.forEach(
                    percentile -> fields.add(number(result.percentiles.getOrDefault(percentile, Double.NaN))));
            var values = result.values.stream().map(JmhSection::shown).collect(Collectors.joining("; "));
            fields.add(Html.tag("td", "number wrap", values));
            table.row("", result.title(), fields, List.of());
        }
        return table;
    }

    private static Html number(double value) {
        return Table.number(shown(value));
    }

    private static String shown(double value) {
        return Double.isFinite(value) ? Numbers.significant(value) : "n/a";
    }

    /** @param kind results that share a metric, mode and unit */
    private ObjectNode chart(List<Result> kind) {
        var first = kind.getFirst();
        var mode = MODES.getOrDefault(first.mode, first.mode);
        var title = first.metric.isEmpty() ? mode : first.metric + ", " + mode;
        var chart = ReportData.chart("dots", id + "-scores", id + "-table", title)
                .put("unit", first.unit)
                .put("inUnit", first.unit + ", " + first.direction())
                .put("fromZero", true);
        var rows = chart.putArray("rows");
        for (var result : kind) {
            var label = String.join(", ", result.parameters);
            var row = rows.addObject().put("backend", result.backend()).put("status", "n/a");
            row.put("label", result.method + (label.isEmpty() ? "" : ", " + label));
            ReportData.put(row, result.score, result.score - result.error, result.score + result.error, result.values);
        }
        return chart;
    }
}
