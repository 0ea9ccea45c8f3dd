package dev.muxbench.experiment;

import dev.muxbench.load.record.Interval;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.results.HistogramLog;
import dev.muxbench.results.TimeSeries;
import dev.muxbench.results.TimeSeries.Column;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.HdrHistogram.HistogramLogWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes a trial's interval histograms ({@code .hlog}, HdrHistogram's log format) and time series (CSV) while it runs.
 *
 * <p>Threads: the one that runs the trial.
 */
public final class TrialRecorder implements LoadListener, AutoCloseable {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final String tag;
    private final Consumer<Map<Column, Object>> others;
    private final PrintStream histograms;
    private final PrintStream series;
    private @Nullable HistogramLogWriter log; // from the first interval on
    private long startMillis; // of the first line, by the wall clock

    /**
     * Makes both files.
     *
     * @param stem   path of the files, without their endings
     * @param tag    of the histograms
     * @param others adds columns that the load does not know to each row of the time series
     */
    public TrialRecorder(Path stem, String tag, Consumer<Map<Column, Object>> others) throws IOException {
        this.tag = tag;
        this.others = others;
        this.histograms = open(Path.of(stem + ".hlog"));
        this.series = open(Path.of(stem + ".csv"));
        series.print(TimeSeries.header() + "\n");
    }

    /** Opens a stream that, other than a channel, goes on in an interrupted thread. */
    private static PrintStream open(Path file) throws FileNotFoundException {
        return new PrintStream(new FileOutputStream(file.toFile()), false, StandardCharsets.UTF_8);
    }

    @Override
    public void onInterval(Interval interval) {
        var writer = log == null ? begin(System.currentTimeMillis() - interval.endNanos() / NANOS_PER_MILLI) : log;
        record(interval, writer);
    }

    /** @param millis when the first line was due, if intervals do not come as they end */
    public HistogramLogWriter begin(long millis) {
        startMillis = millis;
        log = HistogramLog.begin(histograms, millis);
        return log;
    }

    private void record(Interval interval, HistogramLogWriter writer) {
        var latency = interval.latencyNanos();
        if (latency.getTotalCount() > 0) {
            latency.setTag(tag);
            latency.setStartTimeStamp(startMillis + interval.startNanos() / NANOS_PER_MILLI);
            latency.setEndTimeStamp(startMillis + interval.endNanos() / NANOS_PER_MILLI);
            writer.outputIntervalHistogram(latency);
        }
        series.print(TimeSeries.line(row(interval)) + "\n");
        series.flush();
        histograms.flush();
    }

    private Map<Column, Object> row(Interval interval) {
        var row = new EnumMap<Column, Object>(Column.class);
        row.put(Column.END_S, interval.endNanos() / 1e9);
        row.put(Column.PHASE, interval.phase());
        row.put(Column.LINES_SENT, interval.sent());
        row.put(Column.DELIVERIES_PER_S, interval.deliveriesPerSecond());
        var latency = interval.latencyNanos();
        if (latency.getTotalCount() > 0) {
            row.put(Column.P50_MS, latency.getValueAtPercentile(50) / 1e6);
            row.put(Column.P99_MS, latency.getValueAtPercentile(99) / 1e6);
            row.put(Column.MAX_MS, latency.getMaxValue() / 1e6);
        }
        row.put(Column.SCHEDULE_ERROR_MAX_MS, interval.lateNanos() / 1e6);
        others.accept(row);
        return row;
    }

    /** @throws IOException if something could not be written, for example because the disk is full */
    @Override
    public void close() throws IOException {
        series.close();
        histograms.close();
        if (series.checkError() || histograms.checkError()) {
            throw new IOException("the trial's files could not be written; is the disk full?");
        }
    }
}
