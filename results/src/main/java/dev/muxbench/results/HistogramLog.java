package dev.muxbench.results;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;
import org.jspecify.annotations.Nullable;

/**
 * The interval histograms of a file in HdrHistogram's log format, as far as they can be read. A damaged line is named and left out; those
 * behind it are used.
 *
 * <p>Threads: any; the histograms are not to be changed.
 *
 * @param intervals with their tags and absolute times
 * @param damage    one sentence for each line that could not be read
 */
public record HistogramLog(List<Histogram> intervals, List<String> damage) {
    private static final int DIGITS = 3;

    /** @throws IOException with a message for the user if there is no such file, or it is no text */
    public static HistogramLog read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException(file + " is missing");
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1); // every byte is a character
        } catch (MalformedInputException e) {
            throw new IOException(file + " is no histogram log", e);
        }
        var header = new StringBuilder();
        var intervals = new ArrayList<Histogram>();
        var damage = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (line.startsWith("#") || line.startsWith("\"StartTimestamp\"")) {
                header.append(line).append('\n');
            } else if (!line.isBlank()) {
                var histogram = interval(header + line + "\n");
                if (histogram == null) {
                    damage.add(file.getFileName() + ", line " + (i + 1) + ": damaged, left out");
                } else {
                    intervals.add(histogram);
                }
            }
        }
        return new HistogramLog(intervals, damage);
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

    /** A reader of its own for each line: the library's takes a damaged one for the end of the file. */
    private static @Nullable Histogram interval(String headerAndLine) {
        try (var reader =
                new HistogramLogReader(new ByteArrayInputStream(headerAndLine.getBytes(StandardCharsets.ISO_8859_1)))) {
            EncodableHistogram histogram = reader.nextIntervalHistogram();
            return histogram instanceof Histogram whole ? whole : null;
        } catch (RuntimeException e) { // what the library throws for text that it does not know
            return null;
        }
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
