package dev.muxbench.cli.option;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/**
 * A rate in lines a second, which may change: {@code 200}, {@code 200/s}, {@code 100..5000} or {@code 100..5000/60s}.
 *
 * @param over the time in which it changes; null if the text names none
 */
public record Rate(double from, double to, @Nullable Duration over) {
    private static final String NUMBER = "(\\d{1,10}(?:\\.\\d{1,9})?)";
    private static final Pattern FORM = Pattern.compile(NUMBER + "(?:/s|\\.\\." + NUMBER + "(?:/(.+))?)?");

    static Rate parse(String text) {
        var match = FORM.matcher(text.trim());
        if (!match.matches()) {
            throw new TypeConversionException("'" + text + "' is not a rate such as 200, 100..5000 or 100..5000/60s");
        }
        double from = Double.parseDouble(match.group(1));
        return match.group(2) == null
                ? new Rate(from, from, null)
                : new Rate(
                        from,
                        Double.parseDouble(match.group(2)),
                        match.group(3) == null ? null : Durations.parse(match.group(3)));
    }

    public boolean changes() {
        return from != to;
    }
}
