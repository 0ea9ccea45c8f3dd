package dev.muxbench.results.statistics;

import java.util.function.DoubleUnaryOperator;

/**
 * A confidence interval: it covers the true value with a requested probability.
 *
 * @param low  negative infinity if there are too few values to say anything
 * @param high positive infinity if there are too few values to say anything
 */
public record Interval(double low, double high) {
    public static final Interval UNBOUNDED = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    public boolean isBounded() {
        return Double.isFinite(low) && Double.isFinite(high);
    }

    /** @param scale an ascending function, applied to both ends */
    public Interval map(DoubleUnaryOperator scale) {
        return isBounded() ? new Interval(scale.applyAsDouble(low), scale.applyAsDouble(high)) : this;
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
