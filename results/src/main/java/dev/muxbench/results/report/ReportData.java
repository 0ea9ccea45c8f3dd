package dev.muxbench.results.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muxbench.results.CellSummary;
import dev.muxbench.results.KernelFloor;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.TimeSeries;
import dev.muxbench.results.TimeSeries.Column;
import dev.muxbench.results.Trial;
import dev.muxbench.results.statistics.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data that the page's script draws, as JSON. Missing numbers are null.
 *
 * <p>Threads: one.
 */
final class ReportData {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SIGNIFICANT_DIGITS = 5;
    private static final int MOST_POINTS = 8000; // of each figure, all trials together: about 0.6 MB of text
    private static final int PERCENTILE_TICKS = 5; // for each halving of the distance to 100 %
    private static final double MEBIBYTE = 1 << 20;

    private ReportData() {}

    /**
     * Returns the beginning of a chart, which the caller completes.
     *
     * @param kind  key of the script's function that draws the chart
     * @param place id of the element to draw into
     * @param table id of the table with the chart's figures
     */
    static ObjectNode chart(String kind, String place, String table, String title) {
        return JSON.createObjectNode()
                .put("kind", kind)
                .put("place", place)
                .put("table", table)
                .put("title", title);
    }

    /** Adds the value, its interval and the single trials to a row of a chart. */
    static void put(ObjectNode row, double value, double low, double high, List<Double> trials) {
        row.put("value", rounded(value)).put("low", rounded(low)).put("high", rounded(high));
        row.set(
                "trials",
                JSON.valueToTree(trials.stream().map(ReportData::rounded).toList()));
    }

    /** Adds a point to a line: bytes per send, CPU time per delivery and its interval. */
    static void addPoint(ArrayNode points, KernelFloor.Batch batch, Interval interval) {
        var point = points.addArray().add(rounded(batch.bytes())).add(rounded(batch.nanos()));
        point.add(rounded(interval.low())).add(rounded(interval.high()));
    }

    /** Rounds a value; null if it is not finite. */
    private static @Nullable Double rounded(double value) {
        if (!Double.isFinite(value)) {
            return null;
        }
        return new BigDecimal(value).round(new MathContext(SIGNIFICANT_DIGITS)).doubleValue();
    }

    /** @param at the load in words */
    static ObjectNode percentiles(CellSummary cell, String at) {
        var histogram = cell.merged();
        var node = JSON.createObjectNode().put("backend", cell.cell().backend()).put("at", at);
        node.put("count", histogram.getTotalCount());
        var points = node.putArray("points");
        for (var step : histogram.percentiles(PERCENTILE_TICKS)) {
            points.addArray().add(step.getPercentileLevelIteratedTo()).add(rounded(step.getValueIteratedTo() / 1e6));
        }
        return node;
    }

    // ---- Time series.

    /**
     * Returns the time series of each server, by cell.
     *
     * @param caveats gets a sentence if series are thinned
     */
    static Map<Trial.Cell, List<ObjectNode>> series(RunFiles files, List<String> caveats) {
        var servers = servers(files.trials());
        var all = new LinkedHashMap<Trial.Cell, List<ObjectNode>>();
        int mostPoints = Math.max(2, MOST_POINTS / Math.max(1, servers.size()));
        int thinned = 0;
        for (var trials : servers) {
            var series = files.series(trials);
            if (!series.rows().isEmpty()) {
                thinned += series.rows().size() > mostPoints ? 1 : 0;
                all.computeIfAbsent(trials.getFirst().cell(), cell -> new ArrayList<>())
                        .add(series(trials.getFirst(), series, mostPoints));
            }
        }
        if (thinned > 0) {
            caveats.add("The time series of " + thinned + (thinned == 1 ? " server is" : " servers are")
                    + " longer than this page can draw: two points stand for several seconds, the least and the"
                    + " greatest value in them. Every second is in the run's folder.");
        }
        return all;
    }

    /** Returns the trials of each server process under each load. */
    private static Collection<List<Trial>> servers(List<Trial> trials) {
        var servers = new LinkedHashMap<List<Object>, List<Trial>>();
        for (var trial : trials) {
            if (!trial.isFailed() || !trial.figures().isEmpty()) {
                servers.computeIfAbsent(List.of(trial.cell(), trial.epoch()), key -> new ArrayList<>())
                        .add(trial);
            }
        }
        return servers.values();
    }

    private static ObjectNode series(Trial trial, TimeSeries series, int mostPoints) {
        var thinning = new Thinning(series.phases(), mostPoints);
        var node = JSON.createObjectNode().put("backend", trial.backend()).put("epoch", trial.epoch());
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

    /** Returns the CPU time used in each interval, in cores. */
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
