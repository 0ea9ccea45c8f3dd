package dev.muxbench.cli.option;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The range of an option's values: numbers, sizes, times or rates; and how they are written, so that they can be read again.
 *
 * <p>Threads: any.
 *
 * @param least  of the same type as {@code most}
 * @param unit   behind each value, as {@code /s}
 * @param mayBeOff then 0 stands for {@value #OFF}
 */
public record Allowed(Object least, Object most, String unit, boolean mayBeOff) {
    public static final String OFF = "off";
    private static final Pattern PER_SECOND = Pattern.compile("\\s*/\\s*s$", Pattern.CASE_INSENSITIVE);

    private static boolean isOff(String text) {
        return text.trim().equalsIgnoreCase(OFF);
    }

    private static String withoutPerSecond(String text) {
        return PER_SECOND.matcher(text.trim()).replaceFirst("");
    }

    /** {@code off}, {@code 100} or {@code 100/s}. */
    public static final class NumberOrOff implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            try {
                return isOff(text) ? 0 : Integer.parseInt(withoutPerSecond(text));
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is not a number");
            }
        }
    }

    /** {@code off}, {@code 64KiB} or {@code 64KiB/s}. */
    public static final class SizeOrOff implements ITypeConverter<ByteSize> {
        @Override
        public ByteSize convert(String text) {
            return isOff(text) ? new ByteSize(0) : ByteSize.parse(withoutPerSecond(text));
        }
    }

    /** {@code off} or {@code 10m}. */
    public static final class TimeOrOff implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return isOff(text) ? Duration.ZERO : Durations.parse(text);
        }
    }

    public static <T> Allowed from(T least, T most) {
        return new Allowed(least, most, "", false);
    }

    public Allowed perSecond() {
        return new Allowed(least, most, "/s", mayBeOff);
    }

    public Allowed orOff() {
        return new Allowed(least, most, unit, true);
    }

    public boolean contains(Object value) {
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
    public String text(Object value) {
        return mayBeOff && magnitude(value) == 0 ? OFF : plain(value) + unit;
    }

    /** Returns a value as it is written, whatever it may be. */
    public static String plain(Object value) {
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
