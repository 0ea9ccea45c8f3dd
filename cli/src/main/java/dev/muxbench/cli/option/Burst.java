package dev.muxbench.cli.option;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Lines at once, again and again: {@code 100@1s}. */
public record Burst(int lines, Duration every) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,7})@(.+)");

    static Burst parse(String text) {
        var match = FORM.matcher(text.trim());
        if (!match.matches()) {
            throw new TypeConversionException("'" + text + "' is not a burst such as 100@1s");
        }
        return new Burst(Integer.parseInt(match.group(1)), Durations.parse(match.group(2)));
    }
}
