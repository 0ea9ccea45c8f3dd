package dev.muxbench.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them: {@code 10s}, {@code 500ms}, {@code 1.5m}, {@code 200us}; a bare number is seconds. */
public final class Durations {
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*(us|ms|s|m|h)?", Pattern.CASE_INSENSITIVE);
    private static final int MILLI_DIGITS = 6;

    private Durations() {}

    public static Duration parse(String text) {
        var match = FORM.matcher(text.trim());
        if (!match.matches()) {
            throw new TypeConversionException("'" + text + "' is not a duration such as 10s, 500ms or 1m");
        }
        double unitNanos = switch (match.group(2) == null ? "s" : match.group(2).toLowerCase(Locale.ROOT)) {
            case "us" -> 1e3;
            case "ms" -> 1e6;
            case "m" -> 60e9;
            case "h" -> 3600e9;
            default -> 1e9;
        };
        return Duration.ofNanos(Math.round(Double.parseDouble(match.group(1)) * unitNanos));
    }

    /** As it can be parsed again: {@code 10 s}, {@code 1500 ms}. */
    static String exact(Duration duration) {
        if (duration.equals(Duration.ofSeconds(duration.toSeconds()))) {
            return duration.toSeconds() + " s";
        }
        return BigDecimal.valueOf(duration.toNanos(), MILLI_DIGITS)
                        .stripTrailingZeros()
                        .toPlainString() + " ms";
    }
}
