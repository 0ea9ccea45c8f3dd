package dev.muxbench.results;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;

/**
 * Follows a growing HotSpot log and adds up the collector's pauses ({@code -Xlog:gc,gc+phases}: ZGC logs its pauses as
 * phases). Other lines are ignored.
 *
 * <p>Threads: one.
 */
public final class GcPauses implements AutoCloseable {
    private static final Pattern PAUSE = Pattern.compile("\\[gc(?:,phases)? *\\].* Pause .* (\\d+\\.\\d+)ms$");

    private final FileChannel file;
    private String unfinished = ""; // the last line, if its end is not written yet
    private double totalMillis;
    private double longestMillis;

    /** Begins at the present end of the file. */
    public GcPauses(Path log) throws IOException {
        file = FileChannel.open(log, StandardOpenOption.READ);
        file.position(file.size());
    }

    /** Returns the milliseconds of pauses that were logged since the last call. */
    public double next() throws IOException {
        var news = ByteBuffer.allocate(Math.clamp(file.size() - file.position(), 0, Integer.MAX_VALUE));
        while (news.hasRemaining() && file.read(news) >= 0) {
            // to the end
        }
        var text = unfinished + StandardCharsets.UTF_8.decode(news.flip());
        int end = text.lastIndexOf('\n') + 1;
        unfinished = text.substring(end);
        double sum = 0;
        for (var line : text.substring(0, end).split("\n")) {
            var match = PAUSE.matcher(line);
            if (match.find()) {
                double millis = Double.parseDouble(match.group(1));
                sum += millis;
                longestMillis = Math.max(longestMillis, millis);
            }
        }
        totalMillis += sum;
        return sum;
    }

    /** Returns the milliseconds of all pauses that were read. */
    public double totalMillis() {
        return totalMillis;
    }

    /** Returns the milliseconds of the longest pause since the last call of this method; 0 if there was none. */
    public double takeLongestMillis() {
        double longest = longestMillis;
        longestMillis = 0;
        return longest;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
