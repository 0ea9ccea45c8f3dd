package dev.muxbench.results.statistics;

import java.util.Arrays;

/**
 * Estimates the difference of two sets of values and tests whether it is shown, whatever their distribution.
 *
 * <p>Two independent samples: the test of Mann and Whitney ("On a Test of Whether one of Two Random Variables is
 * Stochastically Larger than the Other", Annals of Mathematical Statistics 18, 1947). Pairs: Wilcoxon's signed-rank
 * test ("Individual Comparisons by Ranking Methods", Biometrics Bulletin 1, 1945). Estimates and intervals for both:
 * Hodges and Lehmann ("Estimates of Location Based on Rank Tests", Annals of Mathematical Statistics 34, 1963). The
 * tests are exact up to {@value #LARGEST_EXACT} values a sample and use the normal approximation above. Ties make them
 * conservative.
 *
 * <p>Threads: any, because instances are immutable.
 */
public final class Shift {
    private static final int LARGEST_EXACT = 40;

    /** The shift between each two values, ascending. Both tests' statistic is the number of candidates above zero. */
    private final double[] candidates;

    private final double[] cumulative; // probability of each value of the statistic or less; empty if not exact
    private final double deviation; // of the statistic
    private final int count;

    private Shift(int count, double[] candidates, double[] cumulative, double deviation) {
        this.count = count;
        this.candidates = candidates;
        this.cumulative = cumulative;
        this.deviation = deviation;
    }

    /**
     * Returns the shift from the first sample to the second. Neither may be empty.
     *
     * @param base  in any order
     * @param other in any order
     */
    public static Shift between(double[] base, double[] other) {
        int n = base.length;
        int m = other.length;
        var differences = new double[n * m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                differences[i * m + j] = other[j] - base[i];
            }
        }
        Arrays.sort(differences);
        return new Shift(
                Math.min(n, m),
                differences,
                Math.max(n, m) <= LARGEST_EXACT ? pairs(n, m) : new double[0],
                Math.sqrt((double) n * m * (n + m + 1) / 12));
    }

    /**
     * Returns the shift of pairs whose values were measured close together.
     *
     * @param differences the difference of each pair; not empty
     */
    public static Shift paired(double[] differences) {
        int n = differences.length;
        var averages = new double[n * (n + 1) / 2]; // Walsh averages
        int next = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                averages[next++] = (differences[i] + differences[j]) / 2;
            }
        }
        Arrays.sort(averages);
        return new Shift(
                n,
                averages,
                n <= LARGEST_EXACT ? signedRanks(n) : new double[0],
                Math.sqrt((double) n * (n + 1) * (2 * n + 1) / 24));
    }

    /**
     * Returns the distribution of the number of pairs in which the second value is larger, if there is no difference:
     * each arrangement of n and m values is equally likely. Sizes grow one by one (Mann and Whitney's recurrence).
     */
    private static double[] pairs(int n, int m) {
        var byFirst = new double[n + 1][];
        for (int i = 0; i <= n; i++) {
            byFirst[i] = new double[] {1}; // m = 0: nothing to compare
        }
        for (int second = 1; second <= m; second++) {
            var grown = new double[n + 1][];
            grown[0] = new double[] {1};
            for (int first = 1; first <= n; first++) {
                grown[first] = new double[first * second + 1];
                double share = (double) first / (first + second); // that the largest value is one of the first sample
                for (int u = 0; u < grown[first].length; u++) {
                    var withoutFirst = grown[first - 1];
                    var withoutSecond = byFirst[first];
                    double fromFirst = u < withoutFirst.length ? withoutFirst[u] : 0;
                    int rest = u - first; // the largest value, of the second sample, is above all of the first
                    double fromSecond = rest >= 0 ? withoutSecond[rest] : 0;
                    grown[first][u] = share * fromFirst + (1 - share) * fromSecond;
                }
            }
            byFirst = grown;
        }
        return summed(byFirst[n]);
    }

    /** Returns the distribution of the rank sum of positive differences, if each sign is equally likely. */
    private static double[] signedRanks(int n) {
        var probability = new double[n * (n + 1) / 2 + 1];
        probability[0] = 1;
        for (int rank = 1; rank <= n; rank++) {
            for (int sum = probability.length - 1; sum >= 0; sum--) {
                probability[sum] = (probability[sum] + (sum >= rank ? probability[sum - rank] : 0)) / 2;
            }
        }
        return summed(probability);
    }

    private static double[] summed(double[] probabilities) {
        for (int i = 1; i < probabilities.length; i++) {
            probabilities[i] += probabilities[i - 1];
        }
        return probabilities;
    }

    /** Returns the number of pairs, or of values of the smaller sample. */
    public int count() {
        return count;
    }

    /** Returns the estimate of the shift: the median of the shifts between each two values. */
    public double estimate() {
        int middle = candidates.length / 2;
        return candidates.length % 2 == 1 ? candidates[middle] : (candidates[middle - 1] + candidates[middle]) / 2;
    }

    /** Returns the two-sided probability of values that differ by so much or more, if there is no difference. */
    public double pValue() {
        double above = 0;
        for (double candidate : candidates) {
            above += candidate > 0 ? 1 : candidate == 0 ? 0.5 : 0;
        }
        double extreme = Math.ceil(Math.min(above, candidates.length - above));
        return Math.min(1, 2 * probabilityOfAtMost((int) extreme));
    }

    /** Returns the {@link #pValue()} of the clearest difference that so many values can have. */
    public double smallestPValue() {
        return Math.min(1, 2 * probabilityOfAtMost(0));
    }

    private double probabilityOfAtMost(int count) {
        return cumulative.length > 0 ? cumulative[count] : normal((count + 0.5 - candidates.length / 2.0) / deviation);
    }

    /**
     * Returns the smallest interval that covers the true shift with at least this probability; unbounded if there are
     * too few values.
     */
    public Interval interval(double confidence) {
        double tail = (1 - confidence) / 2;
        int outside = 0; // number of candidates outside on each side
        while (probabilityOfAtMost(outside) <= tail) {
            outside++;
        }
        return outside == 0
                ? Interval.UNBOUNDED
                : new Interval(candidates[outside - 1], candidates[candidates.length - outside]);
    }

    /**
     * Returns the standard normal distribution function: Abramowitz and Stegun, Handbook of Mathematical Functions,
     * 26.2.17; error below 1e-7.
     */
    static double normal(double x) {
        double t = 1 / (1 + 0.2316419 * Math.abs(x));
        double polynomial =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        double tail = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * polynomial;
        return x < 0 ? tail : 1 - tail;
    }
}
