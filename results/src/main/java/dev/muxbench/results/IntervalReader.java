package dev.muxbench.results;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Reads a histogram log's lines, one interval ahead. The library's own reader takes a damaged line for the end of the
 * file, and is three times as slow because it splits lines with a {@link java.util.Scanner}.
 *
 * <p>Threads: one.
 */
final class IntervalReader implements Iterator<Histogram> {
    private static final Pattern TIME = Pattern.compile("#\\[(Start|Base)Time: (\\d+(?:\\.\\d+)?)\\b");
    private static final String TAG = "Tag=";
    private static final double YEAR_SECONDS = 365 * 24 * 3600.0;

    private final Path file;
    private final Consumer<String> damage;
    private @Nullable BufferedReader lines;
    private int number; // of the current line, from 1
    private double startSeconds = Double.NaN;
    private double baseSeconds = Double.NaN;
    private @Nullable Histogram next;

    /** @param damage gets one sentence for each line that cannot be read */
    IntervalReader(Path file, Consumer<String> damage) {
        this.file = file;
        this.damage = damage;
        this.next = following();
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Histogram next() {
        if (next == null) {
            throw new NoSuchElementException();
        }
        var histogram = next;
        next = following();
        return histogram;
    }

    private @Nullable Histogram following() {
        try {
            if (lines == null) {
                lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1); // every byte is a character
            }
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                var histogram = interval(line);
                if (histogram != null) {
                    return histogram;
                }
            }
            lines.close();
        } catch (IOException e) {
            damage.accept(file.getFileName() + ", after line " + number + ": cannot be read (" + e.getMessage() + ")");
        }
        return null;
    }

    private @Nullable Histogram interval(String line) {
        if (line.startsWith("#")) {
            heedTime(line);
        } else if (!line.isBlank() && !line.startsWith("\"StartTimestamp\"")) {
            try {
                return decoded(line);
            } catch (RuntimeException | DataFormatException e) { // what numbers, Base64 and the library throw
                damage.accept(file.getFileName() + ", line " + number + ": damaged, left out");
            }
        }
        return null;
    }

    private void heedTime(String comment) {
        var time = TIME.matcher(comment);
        if (time.lookingAt()) {
            double seconds = Double.parseDouble(time.group(2));
            if (time.group(1).equals("Base")) {
                baseSeconds = seconds;
            } else {
                startSeconds = seconds;
            }
        }
    }

    private Histogram decoded(String line) throws DataFormatException {
        var cells = line.split(",", -1);
        int first = line.startsWith(TAG) ? 1 : 0;
        double start = Double.parseDouble(cells[first]);
        double length = Double.parseDouble(cells[first + 1]);
        var compressed = Base64.getDecoder().decode(cells[first + 3]); // it includes the maximum of the cell before
        var histogram = Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(compressed), 0);
        double absolute = start + base(start);
        histogram.setStartTimeStamp((long) (absolute * 1000));
        histogram.setEndTimeStamp((long) ((absolute + length) * 1000));
        if (first == 1) {
            histogram.setTag(cells[0].substring(TAG.length()));
        }
        return histogram;
    }

    /**
     * Returns the base time in seconds, by the library's rule: if a file names no base, times more than a year before
     * its start are relative to the start.
     */
    private double base(double time) {
        if (Double.isFinite(baseSeconds)) {
            return baseSeconds;
        }
        return time < startSeconds - YEAR_SECONDS ? startSeconds : 0;
    }
}
