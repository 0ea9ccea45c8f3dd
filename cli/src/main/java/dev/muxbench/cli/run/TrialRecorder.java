package dev.muxbench.cli.run;

import dev.muxbench.load.Interval;
import dev.muxbench.load.LoadListener;
import dev.muxbench.results.GcPauses;
import dev.muxbench.results.HistogramLog;
import dev.muxbench.results.ProcessUse;
import dev.muxbench.results.TimeSeries;
import dev.muxbench.results.TimeSeries.Column;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Writes a trial's interval histograms ({@code .hlog}, HdrHistogram's log format) and time series (CSV) while it runs, and passes
 * its progress on.
 *
 * <p>Threads: the one that runs the trial.
 */
final class TrialRecorder implements LoadListener, AutoCloseable {
    private final LoadListener progress;
    private final ProcessHandle server;
    private final GcPauses pauses;
    private final String tag;
    private final PrintStream histograms;
    private final HistogramLogWriter log;
    private final PrintWriter series;
    private final long startMillis = System.currentTimeMillis();

    /** @param stem path of the files, without their endings */
    TrialRecorder(Path stem, String tag, ServerProcess server, LoadListener progress) throws IOException {
        this.progress = progress;
        this.server = server.handle();
        this.pauses = new GcPauses(server.log());
        this.tag = tag;
        this.histograms = open(Path.of(stem + ".hlog"));
        this.log = HistogramLog.begin(histograms, startMillis);
        this.series = new PrintWriter(Files.newBufferedWriter(Path.of(stem + ".csv")));
        series.print(TimeSeries.header() + "\n");
    }

    private static PrintStream open(Path file) throws FileNotFoundException {
        return new PrintStream(new FileOutputStream(file.toFile()), false, StandardCharsets.UTF_8);
    }

    @Override
    public void onConnecting(int ready, int clients) {
        progress.onConnecting(ready, clients);
    }

    @Override
    public void onInterval(Interval interval) {
        var latency = interval.latencyNanos();
        if (latency.getTotalCount() > 0) {
            latency.setTag(tag);
            latency.setStartTimeStamp(startMillis + interval.startNanos() / 1_000_000);
            latency.setEndTimeStamp(startMillis + interval.endNanos() / 1_000_000);
            log.outputIntervalHistogram(latency);
        }
        series.print(TimeSeries.line(row(interval)) + "\n");
        series.flush();
        histograms.flush();
        progress.onInterval(interval);
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
        row.put(Column.SERVER_CPU_S, ProcessUse.cpu(server).toNanos() / 1e9);
        row.put(Column.SERVER_RSS_BYTES, ProcessUse.residentBytes(server));
        row.put(Column.GC_PAUSE_MS, nextPauses());
        row.put(Column.SCHEDULE_ERROR_MAX_MS, interval.lateNanos() / 1e6);
        return row;
    }

    private double nextPauses() {
        try {
            return pauses.next();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** Of the server's collector in this trial. */
    double gcTotalMillis() {
        nextPauses();
        return pauses.totalMillis();
    }

    /** Likewise. */
    double gcLongestMillis() {
        return pauses.longestMillis();
    }

    @Override
    public void onDraining(long missingDeliveries) {
        progress.onDraining(missingDeliveries);
    }

    /** @throws IOException if something could not be written, for example because the disk is full */
    @Override
    public void close() throws IOException {
        pauses.close();
        series.close();
        histograms.close();
        if (series.checkError() || histograms.checkError()) {
            throw new IOException("the trial's files could not be written; is the disk full?");
        }
    }
}
