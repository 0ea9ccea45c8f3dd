package dev.muxbench.cli.option;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.TypeConversionException;

/**
 * Durations as people write them: {@code 10s}, {@code 500ms}, {@code 1.5m}, {@code 1h30m}; each unit once, the larger before the smaller. A
 * bare number is seconds.
 */
public final class Durations {
    private static final String NUMBER = "(\\d{1,9}(?:\\.\\d{1,9})?)";
    private static final List<String> UNITS = List.of("h", "m", "s", "ms", "us");
    private static final double[] UNIT_NANOS = {3600e9, 60e9, 1e9, 1e6, 1e3};
    private static final Pattern BARE = Pattern.compile(NUMBER);
    private static final Pattern FORM = Pattern.compile(
            UNITS.stream()
                    .map(unit -> "(?:" + NUMBER + "\\s*" + unit + "\\s*)?")
                    .collect(Collectors.joining()),
            Pattern.CASE_INSENSITIVE);
    private static final int MILLI_DIGITS = 6;

    private Durations() {}

    public static Duration parse(String text) {
        var stripped = text.strip();
        var explicit = BARE.matcher(stripped).matches() ? stripped + "s" : stripped;
        var match = FORM.matcher(explicit);
        if (explicit.isEmpty() || !match.matches()) {
            throw new TypeConversionException("'" + text + "' is not a duration such as 10s, 500ms or 1h30m");
        }
        double nanos = 0;
        for (int i = 0; i < UNIT_NANOS.length; i++) {
            var number = match.group(i + 1);
            nanos += number == null ? 0 : Double.parseDouble(number) * UNIT_NANOS[i];
        }
        return Duration.ofNanos(Math.round(nanos));
    }

    /** It is one, and no bare number. */
    static boolean hasUnits(String text) {
        return !text.isEmpty() && FORM.matcher(text).matches();
    }

    /** Returns a text that can be parsed again: {@code 10 s}, {@code 1500 ms}. */
    public static String exact(Duration duration) {
        if (duration.equals(Duration.ofSeconds(duration.toSeconds()))) {
            return duration.toSeconds() + " s";
        }
        return BigDecimal.valueOf(duration.toNanos(), MILLI_DIGITS)
                        .stripTrailingZeros()
                        .toPlainString() + " ms";
    }
}
