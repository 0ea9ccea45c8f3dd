package dev.muxbench.results.compare;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * The values of one figure, one for each epoch; of JMH's one for each fork.
 *
 * @param name           what was measured: backend, clients, scenario and figure, or benchmark and parameters
 * @param unit           for people
 * @param higherIsBetter else lower is
 * @param value          the one to show
 * @param values         each the geometric mean of an epoch's passes; JMH's may be no numbers
 * @param epochs         their numbers
 */
public record Series(
        String name, String unit, boolean higherIsBetter, double value, List<Double> values, List<Integer> epochs) {
    private static final MathContext DIGITS = new MathContext(12);

    boolean isComparable() {
        return !values.isEmpty() && values.stream().allMatch(one -> one > 0 && Double.isFinite(one));
    }

    /**
     * Returns the series in another, comparable unit, rounded to twelve digits, because equal values in two units must be equal
     * numbers.
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
