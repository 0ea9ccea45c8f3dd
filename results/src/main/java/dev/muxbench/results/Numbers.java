package dev.muxbench.results;

import java.util.Locale;

/** Numbers for people, in which no figure becomes zero because it is small. Threads: any. */
public final class Numbers {
    private static final double SMALLEST_IN_PLACES = 1e-4;

    private Numbers() {}

    /** At least three significant digits, whatever the size. */
    public static String significant(double value) {
        double size = Math.abs(value);
        if (size != 0 && size < SMALLEST_IN_PLACES) {
            return String.format(Locale.ROOT, "%.2e", value).replace("e-0", "e-");
        }
        int places = size >= 1000 ? 0 : size >= 10 ? 1 : size >= 0.1 || size == 0 ? 3 : 2 - exponent(size);
        return fixedPlaces(value, places);
    }

    /** With so many decimal places, more where they would leave fewer than two significant digits. */
    public static String fixed(double value, int places) {
        return value != 0 && Math.abs(value) < Math.pow(10, 1.0 - places)
                ? significant(value)
                : fixedPlaces(value, places);
    }

    private static int exponent(double size) {
        return (int) Math.floor(Math.log10(size));
    }

    private static String fixedPlaces(double value, int places) {
        return String.format(Locale.ROOT, "%,." + places + "f", value);
    }
}
