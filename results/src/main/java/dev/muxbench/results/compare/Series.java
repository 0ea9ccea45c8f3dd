package dev.muxbench.results.compare;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * The values of one figure: one for each epoch, or for each fork of JMH.
 *
 * @param name           what was measured: backend, clients, scenario and figure, or benchmark and parameters
 * @param unit           the unit for people
 * @param higherIsBetter false if lower is better
 * @param value          the value to show
 * @param values         one for each epoch, see {@link dev.muxbench.results.CellSummary#epochs}, or fork; JMH's may be
 *     NaN
 * @param epochs         number of each value's epoch or fork
 */
public record Series(
        String name, String unit, boolean higherIsBetter, double value, List<Double> values, List<Integer> epochs) {
    private static final MathContext DIGITS = new MathContext(12);

    boolean isComparable() {
        return !values.isEmpty() && values.stream().allMatch(one -> one > 0 && Double.isFinite(one));
    }

    /**
     * Converts a comparable series to another unit, rounded to twelve digits so that equal values in two units become
     * the same number.
     */
    Series in(String other) {
        double factor = Units.factor(unit, other);
        return new Series(
                name,
                other,
                higherIsBetter,
                rounded(value * factor),
                values.stream().map(one -> rounded(one * factor)).toList(),
                epochs);
    }

    private static double rounded(double value) {
        return new BigDecimal(value).round(DIGITS).doubleValue();
    }
}
