package dev.muxbench.results;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a Muxbench server has sent since its start, by its own count.
 *
 * @param calls calls into the kernel that have taken bytes; with TLS writes, each of which is one or more calls
 * @param bytes bytes that the calls have taken
 * @param lines lines times the members that each line was for, counted when it was published
 */
public record Sends(long calls, long bytes, long lines) {
    private static final Pattern TEXT = Pattern.compile("sends: calls (\\d+), bytes (\\d+), lines (\\d+)");

    /** Returns the line that the server prints. */
    public String text() {
        return "sends: calls " + calls + ", bytes " + bytes + ", lines " + lines;
    }

    /** Parses a line that the server has printed; empty for any other line. */
    public static Optional<Sends> parse(String line) {
        var match = TEXT.matcher(line);
        return match.matches()
                ? Optional.of(new Sends(
                        Long.parseLong(match.group(1)), Long.parseLong(match.group(2)), Long.parseLong(match.group(3))))
                : Optional.empty();
    }
}
