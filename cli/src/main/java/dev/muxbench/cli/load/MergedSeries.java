package dev.muxbench.cli.load;

import dev.muxbench.load.record.Interval;
import dev.muxbench.load.record.Interval.Phase;
import dev.muxbench.results.TimeSeries.Column;
import java.util.List;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The intervals of several parts, those of the same second joined. Seconds count from each part's start, by its own clock: all parts have
 * begun at the same instant, as well as their clocks agree.
 *
 * <p>Threads: one.
 */
final class MergedSeries {
    private static final double NANOS = 1e9;
    private static final long SECOND_MILLIS = 1000;

    private final TreeMap<Long, Interval> bySecond = new TreeMap<>();

    private MergedSeries() {}

    static List<Interval> of(List<PartFolder> parts) {
        var merged = new MergedSeries();
        parts.forEach(merged::addRows);
        parts.forEach(merged::addHistograms);
        return List.copyOf(merged.bySecond.values());
    }

    private void addRows(PartFolder part) {
        var series = part.files().series(part.trial());
        var ends = series.numbers(Column.END_S);
        var phases = series.texts(Column.PHASE);
        var sent = series.numbers(Column.LINES_SENT);
        var rates = series.numbers(Column.DELIVERIES_PER_S);
        var late = series.numbers(Column.SCHEDULE_ERROR_MAX_MS);
        double start = 0;
        for (int i = 0; i < ends.size(); i++) {
            double end = orZero(ends.get(i));
            add(
                    (long) ((start + end) / 2),
                    new Interval(
                            (long) (start * NANOS),
                            (long) (end * NANOS),
                            Phase.valueOf(phases.get(i)),
                            Math.round(orZero(sent.get(i))),
                            Math.round(orZero(rates.get(i)) * (end - start)),
                            empty(),
                            Math.round(orZero(late.get(i)) * 1e6)));
            start = end;
        }
    }

    private static double orZero(@Nullable Double value) {
        return value == null ? 0 : value;
    }

    private static Histogram empty() {
        var histogram = new Histogram(3);
        histogram.setAutoResize(true);
        return histogram;
    }

    private void add(long second, Interval interval) {
        bySecond.merge(second, interval, MergedSeries::joined);
    }

    /** Of two parts, or two of the same part: the last one of a part may be very short. */
    private static Interval joined(Interval one, Interval other) {
        return one.startNanos() <= other.startNanos() ? one.plus(other) : other.plus(one);
    }

    private void addHistograms(PartFolder part) {
        long start = part.start().plus(part.part().delay(part.whole())).toEpochMilli();
        for (var histogram : part.histograms()) {
            long middle = (histogram.getStartTimeStamp() + histogram.getEndTimeStamp()) / 2;
            long second = Math.max(0, (middle - start) / SECOND_MILLIS);
            var interval = bySecond.get(second);
            if (interval == null) {
                interval = new Interval(
                        second * 1_000_000_000, (second + 1) * 1_000_000_000, Phase.MEASURED, 0, 0, empty(), 0);
                bySecond.put(second, interval);
            }
            interval.latencyNanos().add(histogram);
        }
    }
}
