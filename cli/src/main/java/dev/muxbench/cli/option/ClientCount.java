package dev.muxbench.cli.option;

import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** A number of clients as people write it: {@code 45}, or a share of them, {@code 5%}, rounded up. */
public record ClientCount(double amount, boolean isShare) {
    public static final ClientCount NONE = new ClientCount(0, false);

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})|(\\d{1,3}(?:\\.\\d{1,9})?)\\s*%");

    public static ClientCount parse(String text) {
        var match = FORM.matcher(text.trim());
        if (!match.matches()) {
            throw new TypeConversionException("'" + text + "' is not a number of clients, nor a share such as 5%");
        }
        return match.group(1) != null
                ? new ClientCount(Double.parseDouble(match.group(1)), false)
                : new ClientCount(Double.parseDouble(match.group(2)), true);
    }

    public int of(int clients) {
        return (int) (isShare ? Math.ceil(clients * amount / 100) : amount);
    }

    @Override
    public String toString() {
        var text = amount == Math.rint(amount) ? String.valueOf((long) amount) : String.valueOf(amount);
        return isShare ? text + "%" : text;
    }
}
