package dev.muxbench.results.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muxbench.results.compare.RunReader;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** JMH's figures for the page. Threads: any. */
final class JmhSection {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> PERCENTILES = Map.of("50.0", "p50", "99.0", "p99", "99.9", "p99.9");

    private JmhSection() {}

    static ArrayNode of(JsonNode benchmarks) {
        var section = JSON.createArrayNode();
        for (var benchmark : benchmarks) {
            section.add(entry(benchmark));
        }
        return section;
    }

    private static ObjectNode entry(JsonNode benchmark) {
        var metric = benchmark.path("primaryMetric");
        var name = benchmark.path("benchmark").asText();
        var parts = name.split("\\.");
        var entry = JSON.createObjectNode();
        entry.put("benchmark", name);
        entry.put("group", parts.length < 2 ? name : parts[parts.length - 2]);
        entry.put("mode", benchmark.path("mode").asText());
        entry.put("params", parameters(benchmark.path("params")));
        ReportData.put(entry, "score", metric.path("score").asDouble(Double.NaN));
        ReportData.put(
                entry, "error", metric.path("scoreError").asDouble(Double.NaN)); // JMH writes "NaN" for one iteration
        entry.put("unit", metric.path("scoreUnit").asText());
        var values = entry.putArray("values");
        RunReader.iterations(metric).forEach(value -> values.add(ReportData.rounded(value)));
        if (metric.has("rawDataHistogram")) {
            var percentiles = entry.putObject("percentiles");
            metric.path("scorePercentiles").properties().forEach(percentile -> {
                var shown = PERCENTILES.get(percentile.getKey());
                if (shown != null) {
                    ReportData.put(percentiles, shown, percentile.getValue().asDouble(Double.NaN));
                }
            });
        } else {
            entry.putNull("percentiles");
        }
        return entry;
    }

    private static String parameters(JsonNode parameters) {
        var sorted = new TreeMap<String, String>();
        parameters
                .properties()
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue().asText()));
        return sorted.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
