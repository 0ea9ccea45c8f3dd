package dev.muxbench.cli.option;

import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * A share as people write it: {@code 5%}, {@code 2.5}.
 *
 * @param share 0.05 for 5 %
 */
public record Percentage(double share) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)\\s*%?");

    static Percentage parse(String text) {
        var match = FORM.matcher(text.trim());
        if (!match.matches()) {
            throw new TypeConversionException("'" + text + "' is not a percentage such as 5%");
        }
        return new Percentage(Double.parseDouble(match.group(1)) / 100);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.4g%%", 100 * share)
                .replaceAll("0+%", "%")
                .replace(".%", "%");
    }
}
