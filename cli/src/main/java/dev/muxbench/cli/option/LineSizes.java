package dev.muxbench.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How long lines are, as people write it: {@code 64}, {@code 64..1KiB}.
 *
 * @param least bytes of the shortest
 * @param most  bytes of the longest
 */
public record LineSizes(ByteSize least, ByteSize most) {
    private static final String RANGE = "..";

    /** One size. */
    LineSizes(long bytes) {
        this(new ByteSize(bytes), new ByteSize(bytes));
    }

    static LineSizes parse(String text) {
        int range = text.indexOf(RANGE);
        if (range < 0) {
            return new LineSizes(ByteSize.parse(text).bytes());
        }
        var least = ByteSize.parse(text.substring(0, range));
        var most = ByteSize.parse(text.substring(range + RANGE.length()));
        if (least.bytes() > most.bytes()) {
            throw new TypeConversionException("'" + text + "' is not a range from the shortest to the longest");
        }
        return new LineSizes(least, most);
    }

    public boolean isRange() {
        return !least.equals(most);
    }

    /** Returns whole bytes; more than any line may have if the size is too large for an int. */
    public static int toInt(ByteSize size) {
        return (int) Math.min(size.bytes(), Integer.MAX_VALUE);
    }

    /** Reads the option for picocli. */
    public static final class Converter implements ITypeConverter<LineSizes> {
        @Override
        public LineSizes convert(String text) {
            return parse(text);
        }
    }
}
