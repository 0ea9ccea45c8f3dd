package dev.muxbench.results.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muxbench.results.compare.JmhFile;
import java.util.Map;

/** JMH's figures for the page. Threads: any. */
final class JmhSection {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> PERCENTILES = Map.of("50.0", "p50", "99.0", "p99", "99.9", "p99.9");

    private JmhSection() {}

    static ArrayNode of(JsonNode benchmarks) {
        var section = JSON.createArrayNode();
        for (var benchmark : benchmarks) {
            section.add(entry(benchmark, "", benchmark.path("primaryMetric")));
            JmhFile.secondaryMetrics(benchmark).forEach((key, metric) -> {
                if (!JmhFile.isPercentile(key)) {
                    section.add(entry(benchmark, key, metric));
                }
            });
        }
        return section;
    }

    /** @param key empty for the primary metric */
    private static ObjectNode entry(JsonNode benchmark, String key, JsonNode metric) {
        var name = benchmark.path("benchmark").asText();
        var parts = name.split("\\.");
        var entry = JSON.createObjectNode();
        entry.put("benchmark", name);
        entry.put("metric", key);
        entry.put("group", parts.length < 2 ? name : parts[parts.length - 2]);
        entry.put("mode", benchmark.path("mode").asText());
        entry.put("params", String.join(", ", JmhFile.parameters(benchmark)));
        ReportData.put(entry, "score", JmhFile.number(metric.path("score")));
        ReportData.put(entry, "error", JmhFile.number(metric.path("scoreError"))); // "NaN" of one iteration
        entry.put("unit", metric.path("scoreUnit").asText());
        var values = entry.putArray("values");
        JmhFile.iterations(metric).forEach(value -> values.add(ReportData.rounded(value)));
        if (metric.has("rawDataHistogram")) {
            var percentiles = entry.putObject("percentiles");
            metric.path("scorePercentiles").properties().forEach(percentile -> {
                var shown = PERCENTILES.get(percentile.getKey());
                if (shown != null) {
                    ReportData.put(percentiles, shown, JmhFile.number(percentile.getValue()));
                }
            });
        } else {
            entry.putNull("percentiles");
        }
        return entry;
    }
}
