package dev.muxbench.results.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muxbench.results.Answers;
import dev.muxbench.results.CellSummary;
import dev.muxbench.results.Figure;
import dev.muxbench.results.Question;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.RunView;
import dev.muxbench.results.TimeSeries;
import dev.muxbench.results.TimeSeries.Column;
import dev.muxbench.results.Trial;
import dev.muxbench.results.statistics.Interval;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows of one run, as JSON. A figure that does not exist is null.
 *
 * <p>Threads: one.
 */
final class ReportData {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SIGNIFICANT_DIGITS = 5;
    private static final int MOST_POINTS = 8000; // of each figure, all trials together: about 0.6 MB of text
    private static final int PERCENTILE_TICKS = 5; // for each halving of the distance to 100 %
    private static final double MEBIBYTE = 1 << 20;

    private final RunFiles files;
    private final ObjectNode run = JSON.createObjectNode();
    private final List<String> caveats = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();

    private ReportData(RunFiles files) {
        this.files = files;
    }

    static ObjectNode of(RunFiles files) throws IOException {
        return new ReportData(files).build();
    }

    private ObjectNode build() throws IOException {
        run.put("name", files.name());
        run.put("kind", files.isJmh() ? "jmh" : "run");
        run.put("started", files.manifest().path("started").asText("unknown"));
        run.put("verdict", files.verdict());
        run.set("reasons", JSON.valueToTree(files.reasons()));
        run.set("environment", pairs(files.environment()));
        run.set("parameters", pairs(parameters()));
        run.set("figures", figures());
        var answers = run.putArray("answers");
        var scenarios = run.putArray("scenarios");
        var backends = run.putArray("backends");
        if (files.isJmh()) {
            run.set("jmh", JmhSection.of(RunFiles.json(files.path().resolve("jmh.json"))));
        } else {
            run.putArray("jmh");
            var view = RunView.of(files);
            view.backends().forEach(backends::add);
            caveats.addAll(view.caveats());
            conditions.addAll(view.conditions());
            conditions.add("Servers and generator: "
                    + files.manifest().path("placement").asText("unknown"));
            for (var question : view.questions()) {
                Answers.to(question, view.summary()).forEach(answer -> answers.add(JSON.valueToTree(answer)));
                scenarios.add(scenario(question, view));
            }
            addSeries(scenarios, view);
        }
        caveats.addAll(files.damage());
        run.set("conditions", JSON.valueToTree(conditions));
        run.set("caveats", JSON.valueToTree(caveats));
        return run;
    }

    /** The manifest without what has sections of its own. */
    private JsonNode parameters() {
        var manifest = files.manifest();
        return manifest instanceof ObjectNode object ? object.deepCopy().without("scenarios") : manifest;
    }

    private static ArrayNode pairs(JsonNode object) {
        var pairs = JSON.createArrayNode();
        object.properties().forEach(entry -> addPair(pairs, entry.getKey(), entry.getValue()));
        return pairs;
    }

    private static void addPair(ArrayNode pairs, String name, JsonNode value) {
        if (value.isObject()) {
            value.properties().forEach(entry -> addPair(pairs, name + " " + entry.getKey(), entry.getValue()));
        } else {
            pairs.addArray().add(name).add(value.isArray() ? String.join(", ", RunFiles.texts(value)) : value.asText());
        }
    }

    private static ObjectNode figures() {
        var figures = JSON.createObjectNode();
        for (var figure : Figure.values()) {
            figures.putObject(figure.key())
                    .put("label", figure.label())
                    .put("unit", figure.unit())
                    .put("higherIsBetter", figure.isCondition() ? null : Boolean.valueOf(figure.higherIsBetter()))
                    .put("digits", figure.digits());
        }
        return figures;
    }

    // ---- Scenarios.

    private static ObjectNode scenario(Question question, RunView view) {
        var node = JSON.createObjectNode();
        node.put("name", question.name());
        node.put("question", question.question());
        node.put("description", question.description());
        node.put("primary", question.primary());
        if (question.swept() == null) {
            node.putNull("axis");
        } else {
            node.putObject("axis")
                    .put("label", "rate".equals(question.swept()) ? "offered rate, lines/s" : question.swept());
        }
        var figures = node.putArray("figures");
        question.knownFigures().forEach(figure -> figures.add(figure.key()));
        var explaining = node.putArray("explaining");
        explaining(question, view).forEach(figure -> explaining.add(figure.key()));
        var rows = node.putArray("rows");
        var percentiles = node.putArray("percentiles");
        node.putArray("series");
        for (var cell : view.summary().cells(question.name())) {
            rows.add(row(cell, question, view));
            if (cell.merged().getTotalCount() > 0) {
                percentiles.add(percentiles(cell));
            }
        }
        return node;
    }

    /** Those that are known and not shown anyway. */
    private static List<Figure> explaining(Question question, RunView view) {
        var cells = view.summary().cells(question.name());
        return Figure.EXPLAINING.stream()
                .filter(figure -> !question.knownFigures().contains(figure))
                .filter(figure ->
                        cells.stream().anyMatch(cell -> !cell.values(figure).isEmpty()))
                .toList();
    }

    private static ObjectNode identity(Trial.Cell cell) {
        return JSON.createObjectNode()
                .put("backend", cell.backend())
                .put("clients", cell.clients())
                .put("x", cell.point() == null ? null : cell.point().value());
    }

    private static ObjectNode row(CellSummary cell, Question question, RunView view) {
        var row = identity(cell.cell());
        row.put("trials", cell.used().size());
        row.put("dropped", cell.dropped());
        row.put("failed", cell.failed().size());
        row.set("notes", JSON.valueToTree(cell.notes()));
        var figures = row.putObject("figures");
        var shown = new ArrayList<>(question.knownFigures());
        shown.addAll(explaining(question, view));
        for (var figure : shown) {
            var value = view.summary().level(cell.cell(), figure);
            if (Double.isFinite(value.value())) {
                var node = figures.putObject(figure.key());
                put(node, "value", figure.shown(value.value()));
                put(node, value.interval(), figure::shown);
                var trials = node.putArray("trials");
                cell.values(figure).forEach(trial -> trials.add(rounded(figure.shown(trial))));
                node.set("ratio", ratio(cell.cell(), figure, view));
            }
        }
        return row;
    }

    private static @Nullable ObjectNode ratio(Trial.Cell cell, Figure figure, RunView view) {
        if (cell.backend().equals(view.baseline())) {
            return JSON.createObjectNode()
                    .put("value", 1)
                    .putNull("low")
                    .putNull("high")
                    .put("finding", "baseline");
        }
        var ratio =
                view.summary().ratios(cell.withBackend(view.baseline()), figure).get(cell);
        if (ratio == null) {
            return null;
        }
        var node = JSON.createObjectNode();
        put(node, "value", ratio.value());
        put(node, ratio.interval(), DoubleUnaryOperator.identity());
        return node.put("finding", ratio.finding().label());
    }

    private static void put(ObjectNode node, Interval interval, DoubleUnaryOperator scale) {
        put(node, "low", interval.isBounded() ? scale.applyAsDouble(interval.low()) : Double.NaN);
        put(node, "high", interval.isBounded() ? scale.applyAsDouble(interval.high()) : Double.NaN);
    }

    static void put(ObjectNode node, String name, double value) {
        node.put(name, rounded(value));
    }

    /** Null if it does not exist. */
    static @Nullable Double rounded(double value) {
        if (!Double.isFinite(value)) {
            return null;
        }
        return new BigDecimal(value).round(new MathContext(SIGNIFICANT_DIGITS)).doubleValue();
    }

    private static ObjectNode percentiles(CellSummary cell) {
        var node = identity(cell.cell());
        Histogram histogram = cell.merged();
        node.put("count", histogram.getTotalCount());
        var points = node.putArray("points");
        for (var step : histogram.percentiles(PERCENTILE_TICKS)) {
            points.addArray().add(step.getPercentileLevelIteratedTo()).add(rounded(step.getValueIteratedTo() / 1e6));
        }
        return node;
    }

    // ---- Time series.

    private void addSeries(ArrayNode scenarios, RunView view) {
        var servers = new LinkedHashMap<List<Object>, List<Trial>>(); // each contestant's process under each load
        view.trials().stream()
                .filter(trial -> !trial.isFailed() || !trial.figures().isEmpty())
                .forEach(
                        trial -> servers.computeIfAbsent(List.of(trial.cell(), trial.epoch()), key -> new ArrayList<>())
                                .add(trial));
        int mostPoints = Math.max(2, MOST_POINTS / Math.max(1, servers.size()));
        int thinned = 0;
        for (var trials : servers.values()) {
            var series = files.series(trials);
            if (series.rows().isEmpty()) {
                continue;
            }
            thinned += series.rows().size() > mostPoints ? 1 : 0;
            for (var scenario : scenarios) {
                if (scenario.path("name").asText().equals(trials.getFirst().scenario())) {
                    ((ArrayNode) scenario.path("series")).add(series(trials.getFirst(), series, mostPoints));
                }
            }
        }
        if (thinned > 0) {
            caveats.add("The time series of " + thinned + (thinned == 1 ? " server is" : " servers are")
                    + " longer than this page can draw: two points stand for several seconds, the least and the"
                    + " greatest value in them. Every second is in the run's folder.");
        }
    }

    private static ObjectNode series(Trial trial, TimeSeries series, int mostPoints) {
        var node = identity(trial.cell());
        var thinning = new Thinning(series.phases(), mostPoints);
        node.put("epoch", trial.epoch());
        column(node, "seconds", thinning.ends(series.numbers(Column.END_S)), 1);
        node.set("phase", JSON.valueToTree(thinning.ends(series.phases())));
        column(node, "deliveriesPerSecond", thinning.extremes(series.numbers(Column.DELIVERIES_PER_S)), 1e6);
        column(node, "p99Ms", thinning.extremes(series.numbers(Column.P99_MS)), 1);
        column(node, "serverCores", thinning.extremes(slope(series)), 1);
        column(node, "serverMiB", thinning.extremes(series.numbers(Column.SERVER_RSS_BYTES)), MEBIBYTE);
        column(node, "gcPauseMs", thinning.extremes(series.numbers(Column.GC_PAUSE_MS)), 1);
        column(node, "scheduleErrorMaxMs", thinning.extremes(series.numbers(Column.SCHEDULE_ERROR_MAX_MS)), 1);
        return node;
    }

    private static void column(ObjectNode node, String name, List<@Nullable Double> values, double divisor) {
        var array = node.putArray(name);
        values.forEach(value -> array.add(value == null ? null : rounded(value / divisor)));
    }

    /** CPU time used in each interval, in cores. */
    private static List<@Nullable Double> slope(TimeSeries series) {
        var seconds = series.numbers(Column.END_S);
        var cpu = series.numbers(Column.SERVER_CPU_S);
        var cores = new ArrayList<@Nullable Double>();
        for (int i = 0; i < seconds.size(); i++) {
            var now = i == 0 ? null : difference(cpu, i);
            var time = i == 0 ? null : difference(seconds, i);
            cores.add(now == null || time == null || time <= 0 ? null : now / time);
        }
        return cores;
    }

    private static @Nullable Double difference(List<@Nullable Double> values, int index) {
        var before = values.get(index - 1);
        var now = values.get(index);
        return before == null || now == null ? null : now - before;
    }
}
