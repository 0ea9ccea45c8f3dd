package dev.muxbench.cli.run;

import dev.muxbench.load.Interval;
import dev.muxbench.load.LoadListener;
import dev.muxbench.results.ProcessUse;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
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
    private final String tag;
    private final PrintStream histograms;
    private final HistogramLogWriter log;
    private final PrintWriter series;
    private final long startMillis = System.currentTimeMillis();

    /** @param stem path of the files, without their endings */
    TrialRecorder(Path stem, String tag, ProcessHandle server, LoadListener progress) throws IOException {
        this.progress = progress;
        this.server = server;
        this.tag = tag;
        this.histograms = open(Path.of(stem + ".hlog"));
        this.log = new HistogramLogWriter(histograms);
        this.series = new PrintWriter(Files.newBufferedWriter(Path.of(stem + ".csv")));
        log.outputLogFormatVersion();
        log.outputStartTime(startMillis);
        log.setBaseTime(startMillis);
        log.outputLegend();
        series.println("end_s,phase,lines_sent,deliveries_per_s,p50_ms,p99_ms,max_ms,server_cpu_s,server_rss_bytes");
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
        series.printf(
                Locale.ROOT,
                "%.3f,%s,%d,%.0f,%.4f,%.4f,%.4f,%.2f,%d%n",
                interval.endNanos() / 1e9,
                interval.phase(),
                interval.sent(),
                interval.deliveriesPerSecond(),
                latency.getValueAtPercentile(50) / 1e6,
                latency.getValueAtPercentile(99) / 1e6,
                latency.getMaxValue() / 1e6,
                ProcessUse.cpu(server).toNanos() / 1e9,
                ProcessUse.residentBytes(server));
        series.flush();
        histograms.flush();
        progress.onInterval(interval);
    }

    @Override
    public void onDraining(long missingDeliveries) {
        progress.onDraining(missingDeliveries);
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
