package dev.muxbench.results.statistics;

import java.util.Collection;

/** The median of values and its confidence interval. Threads: any. */
public final class Median {
    private Median() {}

    /** Returns the middle value, or the mean of the two in the middle; NaN if there are no values. */
    public static double of(Collection<Double> values) {
        var sorted = sorted(values);
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * Returns the smallest interval between two of the values that covers the true median with at least this
     * probability, whatever their distribution: the number of values below the true median is binomial (Thompson, "On
     * Confidence Ranges for the Median", Annals of Mathematical Statistics 7, 1936). Unbounded if there are too few
     * values: 95 % needs six.
     */
    public static Interval interval(Collection<Double> values, double confidence) {
        var sorted = sorted(values);
        int n = sorted.length;
        double probability = Math.pow(0.5, n); // that exactly this number of values is below
        double below = 0;
        int outside = 0;
        while (below + probability <= (1 - confidence) / 2) {
            below += probability;
            probability *= (double) (n - outside) / (outside + 1);
            outside++;
        }
        return outside == 0 ? Interval.UNBOUNDED : new Interval(sorted[outside - 1], sorted[n - outside]);
    }

    private static double[] sorted(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
}
