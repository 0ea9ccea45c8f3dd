package dev.muxbench.results;

import java.util.Collection;

/** The middle of some values. Threads: any. */
public final class Median {
    private Median() {}

    /** The middle one, or the mean of the two in the middle; NaN of none. */
    public static double of(Collection<Double> values) {
        var sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
