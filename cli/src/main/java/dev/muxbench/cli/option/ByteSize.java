package dev.muxbench.cli.option;

import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * A number of bytes as people write it: {@code 4096}, {@code 64KiB}, {@code 4M}. All units are powers of 1024.
 *
 * @param bytes 0 or more
 */
public record ByteSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*([kmg]?)(i?b)?", Pattern.CASE_INSENSITIVE);
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB"};
    private static final int UNIT_BITS = 10;

    static ByteSize parse(String text) {
        var match = FORM.matcher(text.trim());
        if (!match.matches()) {
            throw new TypeConversionException("'" + text + "' is not a size such as 4096, 64KiB or 4MiB");
        }
        int shift = switch (match.group(2).toLowerCase(Locale.ROOT)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        try {
            return new ByteSize(Math.multiplyExact(Long.parseLong(match.group(1)), 1L << shift));
        } catch (ArithmeticException e) {
            throw new TypeConversionException("'" + text + "' is too large");
        }
    }

    /** Returns a text that can be parsed again: {@code 1536 KiB}. */
    String exact() {
        long amount = bytes;
        int unit = 0;
        while (amount != 0 && unit < UNITS.length - 1 && amount % (1 << UNIT_BITS) == 0) {
            amount >>= UNIT_BITS;
            unit++;
        }
        return amount + " " + UNITS[unit];
    }

    /** Returns the size for people, with one decimal. */
    @Override
    public String toString() {
        if (bytes >= 1L << 30) {
            return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
        }
        if (bytes >= 1L << 20) {
            return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1L << 20));
        }
        return bytes >= 1024 ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0) : bytes + " B";
    }
}
