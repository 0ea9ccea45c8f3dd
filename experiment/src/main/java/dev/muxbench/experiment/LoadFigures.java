package dev.muxbench.experiment;

import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.judge.Verdict;
import dev.muxbench.load.plan.Role;
import dev.muxbench.results.Figure;
import dev.muxbench.results.Trial;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** A load's report as figures of a {@link Trial}; what does not exist is left out. Threads: any. */
public final class LoadFigures {
    static final String THREADS = "generatorThreads";

    private final Map<String, Double> figures = new LinkedHashMap<>();

    private LoadFigures() {}

    /** Returns the figures by key; more may be added. */
    public static Map<String, Double> of(LoadReport report) {
        var figures = new LoadFigures();
        figures.add(report);
        return figures.figures;
    }

    private void add(LoadReport report) {
        figures.put("deliveries", (double) report.deliveries().verified());
        figures.put("expectedDeliveries", (double) report.deliveries().expected());
        figures.put("lost", (double) report.faults().lost());
        figures.put(THREADS, (double) report.plan().threads());
        report.cpuPerDelivery().ifPresent(value -> figures.put("generatorCpuNanosPerDelivery", value));
        report.conditions().headroom().ifPresent(value -> figures.put("generatorHeadroomShare", value));
        report.reachedShare().ifPresent(value -> figures.put("reachedShare", value));
        report.conditions().busiest().ifPresent(value -> figures.put("generatorBusyShare", value));
        put(
                figures,
                Figure.CONNECTS_PER_SECOND,
                report.plan().clients() * 1e9 / report.times().connect());
        report.deliveriesPerSecond().ifPresent(value -> put(figures, Figure.DELIVERIES_PER_SECOND, value));
        putPercentile(Figure.LATENCY_P50, report.latencies().response(), 50);
        putPercentile(Figure.LATENCY_P99, report.latencies().response(), 99);
        putPercentile(Figure.LATENCY_P999, report.latencies().response(), 99.9);
        putPercentile(Figure.LATENCY_MAX, report.latencies().response(), 100);
        put(figures, Figure.MEASURED_LINES, (double)
                report.latencies().lastReceiver().getTotalCount()); // one value of each
        putPercentile(Figure.LAST_RECEIVER_P99, report.latencies().lastReceiver(), 99);
        if (report.joins().scheduled() > 0) {
            figures.put("joins", (double) report.joins().done());
            putPercentile(Figure.JOIN_P99, report.latencies().join(), 99);
        }
        if (report.plan().population().count(Role.SLOW_READER) > 0) {
            put(figures, Figure.SLOW_READERS_CLOSED, report.connections().unrulyClosed());
        }
        if (report.latencies().scheduleError().getTotalCount() > 0) {
            figures.put("scheduleErrorP99Nanos", (double)
                    report.latencies().scheduleError().getValueAtPercentile(99));
        }
        var wakeUps = report.conditions().wakeUpErrorNanos();
        if (wakeUps.getTotalCount() > 0) {
            figures.put("wakeUpErrorP99Nanos", (double) wakeUps.getValueAtPercentile(99));
        }
    }

    private void putPercentile(Figure figure, Histogram nanos, double percentile) {
        if (nanos.getTotalCount() > 0) {
            put(figures, figure, (double) nanos.getValueAtPercentile(percentile));
        }
    }

    /** Puts a figure, unless its value does not exist. */
    static void put(Map<String, Double> figures, Figure figure, double value) {
        if (Double.isFinite(value)) {
            figures.put(figure.key(), value);
        }
    }

    /** Returns the word for a verdict in a {@link Trial}. */
    public static String name(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Valid() -> Trial.VALID;
            case Verdict.Invalid(var reasons) -> Trial.INVALID;
            case Verdict.Ended(var reasons) -> Trial.INVALID;
            case Verdict.Failed(var reasons) -> Trial.FAILED;
        };
    }
}
