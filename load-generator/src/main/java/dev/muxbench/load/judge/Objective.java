package dev.muxbench.load.judge;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/**
 * What a load is to show, such as a latency that must not be exceeded.
 *
 * @param bound of the quantity: ns, deliveries, deliveries/s, or a share
 */
public record Objective(Quantity quantity, Comparison comparison, double bound) {

    /** A quantity that is compared with a bound. */
    public sealed interface Quantity {}

    /** @param percentile of all deliveries due in the measured time, from when they were due; 100 is the slowest */
    public record Latency(double percentile) implements Quantity {
        public Latency {
            require(percentile > 0 && percentile <= 100, "must be of a percentile above p0, up to p100");
        }

        @Override
        public String toString() {
            return percentile == 100 ? "max" : "p" + exact(percentile);
        }
    }

    /** One figure of a load. */
    public enum Total implements Quantity {
        /** Deliveries. */
        LOST,
        /** A second, in the measured time. */
        DELIVERIES,
        /** The share of the asked rate. */
        REACHED,
        /** The generator's, for each delivery. */
        CPU;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The relation in which the quantity must stand to the bound. */
    public enum Comparison {
        LESS("<"),
        AT_MOST("<="),
        MORE(">"),
        AT_LEAST(">="),
        EQUAL("=");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        boolean holds(double found, double bound) {
            return switch (this) {
                case LESS -> found < bound;
                case AT_MOST -> found <= bound;
                case MORE -> found > bound;
                case AT_LEAST -> found >= bound;
                case EQUAL -> found == bound;
            };
        }

        @Override
        public String toString() {
            return sign;
        }
    }

    /** The unit in which people read a value: values are divided by the scale. */
    private record Unit(String name, double scale) {
        static Unit of(Quantity quantity) {
            return switch (quantity) {
                case Latency latency -> new Unit("ms", 1e6);
                case Total.LOST -> new Unit("", 1);
                case Total.DELIVERIES -> new Unit("/s", 1);
                case Total.REACHED -> new Unit("%", 0.01);
                case Total.CPU -> new Unit("ns", 1);
            };
        }

        String after(String number) {
            return number + (name.isEmpty() || name.startsWith("/") ? name : " " + name);
        }
    }

    /**
     * What a load has shown.
     *
     * @param value in the bound's unit; empty if there is none, and then it is not met
     */
    public record Found(Objective objective, OptionalDouble value) {
        public boolean isMet() {
            return value.isPresent() && objective.comparison.holds(value.getAsDouble(), objective.bound);
        }

        /** Returns the value in {@link #unit()}; empty if there is none. */
        public OptionalDouble inUnit() {
            return value.isPresent()
                    ? OptionalDouble.of(value.getAsDouble() / Unit.of(objective.quantity).scale)
                    : value;
        }

        /** Returns the unit that people read, as {@code ms} or {@code %}; empty for a mere number. */
        public String unit() {
            return Unit.of(objective.quantity).name;
        }

        /** The value, for people. */
        @Override
        public String toString() {
            return value.isPresent() ? Unit.of(objective.quantity).after(rounded(inUnit().getAsDouble())) : "n/a";
        }
    }

    public Objective {
        require(bound >= 0, "must be of 0 or more");
        require(bound > 0 || !(quantity instanceof Latency), "must be of a time above 0");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    public Found in(LoadReport report) {
        return new Found(
                this,
                switch (quantity) {
                    case Latency(var percentile) ->
                        valueAt(percentile, report.latencies().response());
                    case Total.LOST ->
                        OptionalDouble.of((double) report.faults().lost());
                    case Total.DELIVERIES -> report.deliveriesPerSecond();
                    case Total.REACHED -> report.reachedShare();
                    case Total.CPU -> report.cpuPerDelivery();
                });
    }

    private static OptionalDouble valueAt(double percentile, Histogram nanos) {
        return nanos.getTotalCount() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) nanos.getValueAtPercentile(percentile));
    }

    /** Returns how many of these latencies are not as an upper bound wants them; 0 if it is none. */
    public long countAbove(Histogram nanos) {
        return switch (comparison) {
            case LESS -> countFrom((long) bound, nanos);
            case AT_MOST -> countFrom((long) bound + 1, nanos);
            case MORE, AT_LEAST, EQUAL -> 0;
        };
    }

    /** Counts the values from the first one on, with those that the histogram cannot tell from the first one. */
    private static long countFrom(long first, Histogram nanos) {
        return first > nanos.getMaxValue() ? 0 : nanos.getCountBetweenValues(first, nanos.getMaxValue());
    }

    /** {@code p99 < 10 ms}. */
    @Override
    public String toString() {
        var unit = Unit.of(quantity);
        return quantity + " " + comparison + " " + unit.after(exact(bound / unit.scale));
    }

    private static String exact(double value) {
        return new DecimalFormat("#,##0.#########", DecimalFormatSymbols.getInstance(Locale.ROOT))
                .format(BigDecimal.valueOf(value));
    }

    private static String rounded(double value) {
        return new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    }
}
