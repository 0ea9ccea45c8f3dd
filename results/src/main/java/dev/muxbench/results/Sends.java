package dev.muxbench.results;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a server of ours has sent since its start, by its own count.
 *
 * @param calls into the kernel that have taken something; with TLS writes, of which each is one or more calls
 * @param bytes that they have taken
 * @param lines times the members that each was for, counted when it was published
 */
public record Sends(long calls, long bytes, long lines) {
    private static final Pattern TEXT = Pattern.compile("sends: calls (\\d+), bytes (\\d+), lines (\\d+)");

    /** Returns the text in which a server tells it. */
    public String text() {
        return "sends: calls " + calls + ", bytes " + bytes + ", lines " + lines;
    }

    /** Empty for any other line. */
    public static Optional<Sends> parse(String line) {
        var match = TEXT.matcher(line);
        return match.matches()
                ? Optional.of(new Sends(
                        Long.parseLong(match.group(1)), Long.parseLong(match.group(2)), Long.parseLong(match.group(3))))
                : Optional.empty();
    }
}
