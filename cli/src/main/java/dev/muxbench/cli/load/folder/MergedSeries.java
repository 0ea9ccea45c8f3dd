package dev.muxbench.cli.load.folder;

import dev.muxbench.load.record.Interval;
import dev.muxbench.load.record.Interval.Phase;
import dev.muxbench.results.TimeSeries.Column;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The intervals of several parts, those of the same second joined. Seconds count from each part's start, by its own clock: all parts have
 * begun at the same instant, as well as their clocks agree. Histograms are read second by second from all parts' logs, because a day's do not
 * fit into memory.
 *
 * <p>Threads: one.
 */
final class MergedSeries {
    private static final double NANOS = 1e9;
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long SECOND_MILLIS = 1000;
    private static final long NONE = Long.MAX_VALUE;

    private final TreeMap<Long, Interval> rows = new TreeMap<>(); // by second, without latencies
    private final List<Latencies> latencies;
    private final Histogram nothing = empty(); // of each row

    MergedSeries(List<PartFolder> parts) {
        parts.forEach(this::addRows);
        latencies = parts.stream().map(Latencies::new).toList();
    }

    private void addRows(PartFolder part) {
        var series = part.files().series(part.trial());
        var ends = series.numbers(Column.END_S);
        var sent = series.numbers(Column.LINES_SENT);
        var rates = series.numbers(Column.DELIVERIES_PER_S);
        var late = series.numbers(Column.SCHEDULE_ERROR_MAX_MS);
        double start = 0;
        for (int i = 0; i < ends.size(); i++) {
            double end = orZero(ends.get(i));
            var row = new Interval(
                    (long) (start * NANOS),
                    (long) (end * NANOS),
                    Phase.valueOf(series.phases().get(i)),
                    Math.round(orZero(sent.get(i))),
                    Math.round(orZero(rates.get(i)) * (end - start)),
                    nothing,
                    Math.round(orZero(late.get(i)) * 1e6));
            rows.merge((long) ((start + end) / 2), row, MergedSeries::joined);
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

    /** Joins two intervals of different parts, or of one part, because the last one of a part may be very short. */
    private static Interval joined(Interval one, Interval other) {
        return one.startNanos() <= other.startNanos() ? one.plus(other) : other.plus(one);
    }

    /** Hands over each second in which something happened, once. */
    void forEach(Consumer<Interval> use) {
        for (long second = nextSecond(); second != NONE; second = nextSecond()) {
            var latency = empty();
            for (var log : latencies) {
                log.takeUntil(second, latency);
            }
            var row = rows.remove(second);
            use.accept(
                    row == null
                            ? new Interval(
                                    second * SECOND_NANOS,
                                    (second + 1) * SECOND_NANOS,
                                    Phase.MEASURED,
                                    0,
                                    0,
                                    latency,
                                    0)
                            : new Interval(
                                    row.startNanos(),
                                    row.endNanos(),
                                    row.phase(),
                                    row.sent(),
                                    row.deliveries(),
                                    latency,
                                    row.lateNanos()));
        }
    }

    private long nextSecond() {
        long next = rows.isEmpty() ? NONE : rows.firstKey();
        for (var log : latencies) {
            next = Math.min(next, log.second());
        }
        return next;
    }

    /** The histograms of one part, in the order of its log. */
    private static final class Latencies {
        private final long startMillis;
        private final Iterator<Histogram> intervals;
        private @Nullable Histogram head;

        Latencies(PartFolder part) {
            startMillis = part.start().plus(part.part().delay(part.whole())).toEpochMilli();
            intervals = part.histograms().iterator();
            advance();
        }

        private void advance() {
            head = intervals.hasNext() ? intervals.next() : null;
        }

        long second() {
            if (head == null) {
                return NONE;
            }
            long middle = (head.getStartTimeStamp() + head.getEndTimeStamp()) / 2;
            return Math.max(0, (middle - startMillis) / SECOND_MILLIS);
        }

        /** A line that comes too late in the log counts where it is met. */
        void takeUntil(long second, Histogram sum) {
            while (head != null && second() <= second) {
                sum.add(head);
                advance();
            }
        }
    }
}
