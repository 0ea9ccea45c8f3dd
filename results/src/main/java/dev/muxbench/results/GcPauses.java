package dev.muxbench.results;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;

/**
 * The collector's pauses as HotSpot logs them ({@code -Xlog:gc,gc+phases}: ZGC's are phases), followed while the file grows. Other lines may stand between.
 *
 * <p>Threads: one.
 */
public final class GcPauses implements AutoCloseable {
    private static final Pattern PAUSE = Pattern.compile("\\[gc(?:,phases)? *\\].* Pause .* (\\d+\\.\\d+)ms$");

    private final FileChannel file;
    private String unfinished = ""; // a line of which the end is not there yet
    private double totalMillis;
    private double longestMillis;

    /** Reads from the present end of the file on. */
    public GcPauses(Path log) throws IOException {
        file = FileChannel.open(log, StandardOpenOption.READ);
        file.position(file.size());
    }

    /** Milliseconds of pauses that were logged since the last call. */
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

    /** Returns the length of all pauses that were read, in ms. */
    public double totalMillis() {
        return totalMillis;
    }

    /** Since it was asked last; 0 if there was none. */
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
