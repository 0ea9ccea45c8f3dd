package dev.muxbench.results.statistics;

/**
 * The distribution of the range of some equal means (the largest less the smallest), in estimated standard errors of
 * one mean. With a quantile's probability all pairs of means differ by less than the quantile.
 *
 * <p>The probability is the double integral of Copenhaver and Holland ("Computation of the Distribution of the Maximum
 * Studentized Range Statistic with Application to Multiple Significance Testing of Simple Effects", Journal of
 * Statistical Computation and Simulation 30, 1988). Both integrands are smooth and fall to nothing on both sides, so
 * that the trapezoidal rule is enough: for up to twenty means it yields the digits of the published tables.
 *
 * <p>Threads: any.
 */
final class StudentizedRange {
    private static final double NOTHING = 1e-9;
    private static final double STEP = 0.4;
    private static final int STEPS = 14; // the normal density is 1e-7 there

    private StudentizedRange() {}

    /**
     * Returns the quantile: the range is below it with this probability. Four digits are exact.
     *
     * @param means   at least 2; for 2 the quantile is Student's t times the root of 2
     * @param freedom degrees of freedom of the estimated error, at least 1
     */
    static double quantile(double probability, int means, int freedom) {
        double low = 0;
        double high = 1;
        while (probability(high, means, freedom) < probability) {
            low = high;
            high *= 2;
        }
        while (high - low > 5e-5 * high) {
            double middle = (low + high) / 2;
            if (probability(middle, means, freedom) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /**
     * Integrates over the estimated error, in steps of its logarithm: its square is chi-squared divided by its degrees
     * of freedom. The weights are relative to that of a true estimate, which is the largest.
     */
    private static double probability(double range, int means, int freedom) {
        double step = 1 / Math.sqrt(8.0 * freedom);
        double sum = 0;
        double weights = 0;
        for (int direction : new int[] {-1, 1}) {
            double weight = 1;
            for (int i = 0; weight > NOTHING; i++) {
                double logarithm = direction * (i + 0.5) * step;
                weight = Math.exp(freedom * (logarithm - Math.expm1(2 * logarithm) / 2));
                weights += weight;
                sum += weight * ofKnownError(range * Math.exp(logarithm), means);
            }
        }
        return sum / weights;
    }

    /** Integrates over the largest of the means: all others are at most the range below it. */
    private static double ofKnownError(double range, int means) {
        double sum = 0;
        for (int i = -STEPS; i <= STEPS; i++) {
            double largest = i * STEP;
            double density = Math.exp(-largest * largest / 2) / Math.sqrt(2 * Math.PI);
            sum += density * Math.pow(Shift.normal(largest) - Shift.normal(largest - range), means - 1);
        }
        return means * sum * STEP;
    }
}
