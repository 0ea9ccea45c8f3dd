package dev.muxbench.cli;

import java.time.Duration;
import java.util.Locale;

/**
 * The range of an option's values: numbers, sizes, times or rates; and how they are written, so that they can be read again.
 *
 * <p>Threads: any.
 *
 * @param least  of the same type as {@code most}
 * @param unit   behind each value, as {@code /s}
 * @param mayBeOff then 0 stands for {@value #OFF}
 */
record Allowed(Object least, Object most, String unit, boolean mayBeOff) {
    static final String OFF = "off";

    static <T> Allowed from(T least, T most) {
        return new Allowed(least, most, "", false);
    }

    Allowed perSecond() {
        return new Allowed(least, most, "/s", mayBeOff);
    }

    Allowed orOff() {
        return new Allowed(least, most, unit, true);
    }

    boolean contains(Object value) {
        long magnitude = magnitude(value);
        return (mayBeOff && magnitude == 0) || (magnitude >= magnitude(least) && magnitude <= magnitude(most));
    }

    private static long magnitude(Object value) {
        return switch (value) {
            case Integer number -> number;
            case ByteSize size -> size.bytes();
            case Duration time -> time.toNanos();
            default -> throw new IllegalArgumentException("no range for " + value);
        };
    }

    /** A value as it is written. */
    String text(Object value) {
        return mayBeOff && magnitude(value) == 0 ? OFF : plain(value) + unit;
    }

    /** The same for a value that may be anything. */
    static String plain(Object value) {
        return switch (value) {
            case ByteSize size -> size.exact();
            case Duration time -> Durations.exact(time);
            case Enum<?> word -> word.name().toLowerCase(Locale.ROOT);
            default -> value.toString();
        };
    }

    /** {@code from 1 to 10}. */
    @Override
    public String toString() {
        return "from " + text(least) + " to " + text(most) + (mayBeOff ? ", or " + OFF : "");
    }
}
