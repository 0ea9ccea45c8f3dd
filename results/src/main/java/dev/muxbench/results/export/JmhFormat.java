package dev.muxbench.results.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muxbench.results.CellSummary;
import dev.muxbench.results.Figure;
import dev.muxbench.results.Question;
import dev.muxbench.results.RunView;
import dev.muxbench.results.statistics.Median;
import java.util.List;

/**
 * A run in the format of JMH's result files, so that their viewers show it. A trial is a fork of one iteration; score and error are not
 * JMH's mean and t-interval but the median trial and its exact interval, of which the error is the larger half. JMH's version, JVM,
 * threads, warm-up and times are left out: a run has none, and no viewer needs them.
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
                    if (!figure.isCondition() && !cell.value(figure).trials().isEmpty()) {
                        entries.add(entry(question, cell, figure));
                    }
                }
            }
        }
        return entries;
    }

    private static ObjectNode entry(Question question, CellSummary summary, Figure figure) {
        var cell = summary.cell();
        var entry = JSON.createObjectNode();
        entry.put("benchmark", "muxbench." + question.name().replace('-', '_') + "." + figure.key());
        entry.put("mode", figure.higherIsBetter() ? "thrpt" : "avgt");
        entry.put("forks", summary.value(figure).trials().size());
        entry.put("measurementIterations", 1);
        var parameters = entry.putObject("params");
        parameters.put("backend", cell.backend());
        parameters.put("clients", String.valueOf(cell.clients()));
        if (cell.point() != null) {
            parameters.put(cell.point().option(), cell.point().number());
        }
        entry.set("primaryMetric", metric(summary, figure));
        entry.putObject("secondaryMetrics");
        return entry;
    }

    private static ObjectNode metric(CellSummary summary, Figure figure) {
        var value = summary.value(figure);
        double score = Median.of(value.trials());
        var interval = value.interval();
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
        var sorted = value.trials().stream().sorted().toList();
        PERCENTILES.forEach(percentile -> percentiles.put(String.valueOf(percentile), figure.shown(sorted.get((int)
                Math.max(0, Math.ceil(percentile / 100 * sorted.size()) - 1)))));
        metric.put("scoreUnit", figure.unit());
        var raw = metric.putArray("rawData");
        value.trials().forEach(trial -> raw.addArray().add(figure.shown(trial)));
        return metric;
    }
}
