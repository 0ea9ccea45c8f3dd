package dev.muxbench.cli.load.summary;

import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.judge.LoadResult;
import dev.muxbench.load.plan.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** A load report as JSON: names end in their unit, and what does not exist is null. Threads: any. */
public final class LoadMap {
    private LoadMap() {}

    public static Map<String, @Nullable Object> asMap(LoadResult result) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        var report = result.report();
        var plan = report.plan();
        map.put("verdict", result.verdict().describe());
        map.put("valid", result.verdict().exitCode() == 0);
        map.put("reasons", result.verdict().why());
        map.put("cautions", report.cautions());
        if (!result.found().isEmpty()) {
            map.put("expectations", expectations(result));
        }
        map.put("target", plan.targets().toString());
        map.put("clients", plan.clients());
        map.put("senders", plan.senders());
        map.put("arrivals", LoadSummary.describe(plan.arrivals()));
        SpeechSummary.put(map, plan);
        map.put("rooms", plan.rooms());
        map.put("transport", plan.transport().toString());
        map.put("tls", plan.speech().tls() != null);
        map.put("warmupSeconds", plan.warmup().toNanos() / 1e9);
        map.put("measuredSeconds", report.times().measured() / 1e9);
        map.put("sentLines", report.lines().sent());
        map.put("scheduledLines", report.lines().scheduled());
        map.put("overrunLines", report.lines().overrun());
        map.put("untrackedLines", report.lines().untracked());
        map.put("reachedShare", orNull(report.reachedShare()));
        map.put("expectedDeliveries", report.deliveries().expected());
        map.put("deliveries", report.deliveries().verified());
        map.put("deliveriesPerSecond", orNull(report.deliveriesPerSecond()));
        map.put("receiversBehind", report.deliveries().behind());
        map.put("mostWindowsBehind", report.deliveries().mostBehind());
        map.put("lost", report.faults().lost());
        map.put("duplicated", report.faults().duplicated());
        map.put("reordered", report.faults().reordered());
        map.put("misordered", report.faults().misordered());
        map.put("corrupted", report.faults().corrupted());
        map.put("misdirected", report.faults().misdirected());
        map.put("foreign", report.faults().foreign());
        SpeechSummary.putExamples(map, report.faults());
        map.put("connectionsLost", report.connections().lost());
        map.put("connectSeconds", report.times().connect() / 1e9);
        map.put("generatorCpuNanosPerDelivery", orNull(report.cpuPerDelivery()));
        map.put("connectLatencyNanos", percentiles(report.latencies().connect()));
        map.put("latencyNanos", percentiles(report.latencies().response()));
        if (LoadSummary.isDueBeforeItIsSent(report)) {
            map.put("serviceNanos", percentiles(report.latencies().service()));
        }
        map.put("lastReceiverNanos", percentiles(report.latencies().lastReceiver()));
        map.put("scheduleErrorNanos", percentiles(report.latencies().scheduleError()));
        map.put("pushbackNanos", percentiles(report.latencies().pushback()));
        putPopulation(map, report);
        map.put("conditions", ConditionsSummary.asMap(report.conditions()));
        return map;
    }

    static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    /** Only what was asked for. */
    private static void putPopulation(Map<String, @Nullable Object> map, LoadReport report) {
        var population = report.plan().population();
        if (population.counted() > 0) {
            map.put("countedClients", population.counted());
            map.put("countedSeed", population.countedSeed());
            map.put("miscounted", report.faults().miscounted());
        }
        if (population.count(Role.SLOW_READER) > 0) {
            map.put("slowReaders", population.count(Role.SLOW_READER));
            map.put("slowBytesPerSecond", population.slowBytesPerSecond());
        }
        if (population.unrulyCount() > 0) {
            map.put("stuckReaders", population.count(Role.STUCK_READER));
            map.put("floodingClients", population.count(Role.FLOODING));
            map.put("slowlorisClients", population.count(Role.SLOWLORIS));
            map.put("halfOpenClients", population.count(Role.HALF_OPEN));
            map.put("unrulyClosed", report.connections().unrulyClosed());
            map.put("unrulyLatencyNanos", percentiles(report.latencies().unruly()));
            map.put("floodBytes", report.connections().floodBytes());
        }
        if (population.resetsPerSecond() > 0) {
            map.put("resetsPerSecond", population.resetsPerSecond());
            map.put("resets", report.connections().resets());
        }
        if (population.reconnects() > 0) {
            map.put("connectionsBroken", report.connections().broken());
            map.put("reconnected", report.connections().reconnected());
            map.put("outageNanos", percentiles(report.latencies().outage()));
        }
        if (population.joinsPerSecond() > 0) {
            map.put("joinsPerSecond", population.joinsPerSecond());
            map.put("joinsScheduled", report.joins().scheduled());
            map.put("joinsDone", report.joins().done());
            map.put("joinsFailed", report.joins().failed());
            map.put("joinLatencyNanos", percentiles(report.latencies().join()));
        }
    }

    static Map<String, @Nullable Object> percentiles(Histogram nanos) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        boolean exists = nanos.getTotalCount() > 0;
        map.put("count", nanos.getTotalCount());
        for (double percentile : new double[] {50, 90, 99, 99.9, 99.99}) {
            map.put(
                    "p"
                            + (percentile == (int) percentile
                                    ? String.valueOf((int) percentile)
                                    : String.valueOf(percentile)),
                    exists ? nanos.getValueAtPercentile(percentile) : null);
        }
        map.put("max", exists ? nanos.getMaxValue() : null);
        return map;
    }

    /** Returns what was expected and what was found, for JSON. */
    public static List<Map<String, @Nullable Object>> expectations(LoadResult result) {
        var list = new ArrayList<Map<String, @Nullable Object>>();
        for (var found : result.found()) {
            var map = new LinkedHashMap<String, @Nullable Object>();
            map.put("expected", found.objective().toString());
            map.put("found", orNull(found.inUnit()));
            map.put("unit", found.unit());
            map.put("met", found.isMet());
            list.add(map);
        }
        return list;
    }
}
