package dev.muxbench.results;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Formats numbers for people so that no small number becomes zero. Threads: any. */
public final class Numbers {
    private static final double SMALLEST_IN_PLACES = 1e-4;
    private static final MathContext THREE_DIGITS = new MathContext(3);
    private static final int RATIO_PLACES = 2;
    private static final double SMALL_RATIO = 0.1;
    private static final double LARGE_RATIO = 10;

    private Numbers() {}

    /** Formats with three significant digits; all digits before the point are kept. */
    public static String significant(double value) {
        return alike(value, value);
    }

    /**
     * Formats with the decimal places that another value has in three significant digits, so that an interval's ends
     * match its middle.
     */
    public static String alike(double value, double middle) {
        return isTiny(middle)
                ? String.format(Locale.ROOT, "%.2e", value).replace("e-0", "e-")
                : fixed(value, places(middle));
    }

    /** Formats a ratio or an end of its interval: two decimal places, unless the ratio is small or large. */
    public static String ratio(double value, double middle) {
        return middle >= SMALL_RATIO && middle < LARGE_RATIO ? fixed(value, RATIO_PLACES) : alike(value, middle);
    }

    /** Formats with a number of decimal places. */
    public static String fixed(double value, int places) {
        return String.format(Locale.ROOT, "%,." + places + "f", value);
    }

    /** Returns the number of decimal places of three significant digits. */
    static int places(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return 0;
        }
        var rounded = new BigDecimal(value).round(THREE_DIGITS); // 9.996 becomes 10.0
        return Math.max(0, THREE_DIGITS.getPrecision() - rounded.precision() + rounded.scale());
    }

    private static boolean isTiny(double value) {
        return value != 0 && Math.abs(value) < SMALLEST_IN_PLACES;
    }
}
