package dev.muxbench.results.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muxbench.results.CellSummary;
import dev.muxbench.results.Figure;
import dev.muxbench.results.Question;
import dev.muxbench.results.RunSummary;
import dev.muxbench.results.RunView;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Converts a run to the format of JMH's result files, so that their viewers show it. An epoch is a fork, a pass an
 * iteration. Score and error are not JMH's mean and t-interval: the score is the geometric mean of the epochs, the
 * error the larger half of its interval. JMH's version, JVM, threads, warm-up and times are left out: a run has none,
 * and no viewer needs them.
 *
 * <p>Threads: any.
 */
final class JmhFormat {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Double> PERCENTILES =
            List.of(0.0, 50.0, 90.0, 95.0, 99.0, 99.9, 99.99, 99.999, 99.9999, 100.0);

    private JmhFormat() {}

    static ArrayNode of(RunView view) {
        var entries = JSON.createArrayNode();
        for (var question : view.questions()) {
            for (var cell : view.summary().cells(question.name())) {
                for (var figure : question.knownFigures()) {
                    if (!figure.isCondition() && !cell.byEpoch(figure).isEmpty()) {
                        entries.add(entry(question, view.summary(), cell, figure));
                    }
                }
            }
        }
        return entries;
    }

    private static ObjectNode entry(Question question, RunSummary run, CellSummary summary, Figure figure) {
        var cell = summary.cell();
        var epochs = summary.byEpoch(figure).values();
        var entry = JSON.createObjectNode();
        entry.put("benchmark", "muxbench." + question.name().replace('-', '_') + "." + figure.key());
        entry.put("mode", figure.higherIsBetter() ? "thrpt" : "avgt");
        entry.put("forks", epochs.size());
        entry.put("measurementIterations", epochs.iterator().next().size());
        var parameters = entry.putObject("params");
        parameters.put("backend", cell.backend());
        parameters.put("clients", String.valueOf(cell.clients()));
        if (cell.point() != null) {
            parameters.put(cell.point().option(), cell.point().number());
        }
        entry.set("primaryMetric", metric(run.level(cell, figure), epochs, figure));
        entry.putObject("secondaryMetrics");
        return entry;
    }

    private static ObjectNode metric(RunSummary.Level level, Collection<Map<Integer, Double>> epochs, Figure figure) {
        double score = level.value();
        var interval = level.interval();
        var metric = JSON.createObjectNode();
        metric.put("score", figure.shown(score));
        var confidence = JSON.createArrayNode();
        if (interval.isBounded()) {
            metric.put("scoreError", figure.shown(Math.max(score - interval.low(), interval.high() - score)));
            confidence.add(figure.shown(interval.low())).add(figure.shown(interval.high()));
        } else {
            metric.put("scoreError", "NaN"); // as JMH writes it
            confidence.add("NaN").add("NaN");
        }
        metric.set("scoreConfidence", confidence);
        var percentiles = metric.putObject("scorePercentiles");
        var sorted = epochs.stream()
                .flatMap(passes -> passes.values().stream())
                .sorted()
                .toList();
        PERCENTILES.forEach(percentile -> percentiles.put(String.valueOf(percentile), figure.shown(sorted.get((int)
                Math.max(0, Math.ceil(percentile / 100 * sorted.size()) - 1)))));
        metric.put("scoreUnit", figure.unit());
        var raw = metric.putArray("rawData");
        epochs.forEach(passes -> {
            var iterations = raw.addArray();
            passes.values().forEach(value -> iterations.add(figure.shown(value)));
        });
        return metric;
    }
}
