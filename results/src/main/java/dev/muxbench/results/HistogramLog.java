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
 * The interval histograms of a file in HdrHistogram's log format, as far as they can be read. A damaged line is named and left out; those
 * behind it are used.
 *
 * <p>Threads: one.
 *
 * @param intervals with their tags and absolute times. They are read anew each time, and one at a time, because a day's do not fit into
 *     memory
 * @param damage    one sentence for each line that could not be read, as soon as the intervals have been
 */
public record HistogramLog(Iterable<Histogram> intervals, Collection<String> damage) {
    private static final int DIGITS = 3;

    /** @throws IOException with a message for the user if there is no such file */
    public static HistogramLog open(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(file + (Files.exists(file) ? " cannot be read" : " is missing"));
        }
        var damage = new LinkedHashSet<String>(); // once, however often it is read
        return new HistogramLog(() -> new IntervalReader(file, damage::add), damage);
    }

    /** Begins a file. The library's own line for the start has the local time, and its zone's name, in it. */
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

    /** All intervals as one. */
    public Histogram merged() {
        return merge(List.of(this));
    }

    /** All intervals of all logs as one, of whatever precision and range. */
    public static Histogram merge(List<HistogramLog> logs) {
        var sum = new Histogram(DIGITS);
        sum.setAutoResize(true);
        for (var log : logs) {
            log.intervals.forEach(sum::add);
        }
        return sum;
    }
}
