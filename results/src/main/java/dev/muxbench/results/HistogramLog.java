package dev.muxbench.results;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * The interval histograms of a file in HdrHistogram's log format. A damaged line is reported and left out; the lines
 * behind it are used.
 *
 * <p>Threads: one.
 *
 * @param intervals with their tags and absolute times. Each iteration reads the file anew and one interval at a time,
 *     because those of a day do not fit into memory
 * @param damage    one sentence for each line that could not be read; complete once the intervals have been read
 */
public record HistogramLog(Iterable<Histogram> intervals, Collection<String> damage) {
    private static final int DIGITS = 3;

    /** @throws IOException with a message for the user if the file does not exist or cannot be read */
    public static HistogramLog open(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(file + (Files.exists(file) ? " cannot be read" : " is missing"));
        }
        var damage = new LinkedHashSet<String>(); // each once, however often the file is read
        return new HistogramLog(() -> new IntervalReader(file, damage::add), damage);
    }

    /** Begins a file. The start time is written here, because the library's own line has the local time and the zone's name. */
    public static HistogramLogWriter begin(PrintStream out, long startMillis) {
        var log = new HistogramLogWriter(out);
        log.outputLogFormatVersion();
        log.outputComment(String.format(
                Locale.ROOT,
                "[StartTime: %.3f (seconds since epoch), %s]",
                startMillis / 1e3,
                Instant.ofEpochMilli(startMillis)));
        log.setBaseTime(startMillis);
        log.outputLegend();
        return log;
    }

    /** Returns the sum of all intervals. */
    public Histogram merged() {
        return merge(List.of(this));
    }

    /** Returns the sum of all intervals of all logs, whatever their precision and range. */
    public static Histogram merge(List<HistogramLog> logs) {
        var sum = new Histogram(DIGITS);
        sum.setAutoResize(true);
        for (var log : logs) {
            log.intervals.forEach(sum::add);
        }
        return sum;
    }
}
