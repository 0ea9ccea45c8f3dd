package dev.muxbench.results.compare;

import java.util.Arrays;

/**
 * Whether two independent samples differ, and by how much, whatever their distribution: the test of Mann and Whitney ("On a Test
 * of Whether one of Two Random Variables is Stochastically Larger than the Other", Annals of Mathematical Statistics 18, 1947), with
 * the estimate and the interval of Hodges and Lehmann ("Estimates of Location Based on Rank Tests", the same, 34, 1963). Exact up
 * to {@value #LARGEST_EXACT} values a sample, by the normal approximation above. Tied values make it cautious.
 */
final class RankSum {
    private static final int LARGEST_EXACT = 40;

    /** An interval of shifts. */
    record Interval(double low, double high) {}

    private final int baseCount;
    private final int otherCount;
    private final double[] differences; // of all pairs, ascending
    private final double[]
            cumulative; // probability of each value of the statistic, or a smaller one; empty if not exact

    /**
     * Neither may be empty.
     *
     * @param base  in any order
     * @param other likewise
     */
    RankSum(double[] base, double[] other) {
        baseCount = base.length;
        otherCount = other.length;
        differences = new double[baseCount * otherCount];
        for (int i = 0; i < baseCount; i++) {
            for (int j = 0; j < otherCount; j++) {
                differences[i * otherCount + j] = other[j] - base[i];
            }
        }
        Arrays.sort(differences);
        cumulative =
                Math.max(baseCount, otherCount) <= LARGEST_EXACT ? cumulative(baseCount, otherCount) : new double[0];
    }

    /**
     * The distribution of the number of pairs in which the second value is the larger one, if there is no difference: each
     * arrangement of n and m values is equally likely. Sizes grow one by one (Mann and Whitney's recurrence).
     */
    private static double[] cumulative(int n, int m) {
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
                    double fromSecond = rest >= 0 && rest < withoutSecond.length ? withoutSecond[rest] : 0;
                    grown[first][u] = share * fromFirst + (1 - share) * fromSecond;
                }
            }
            byFirst = grown;
        }
        var sums = byFirst[n];
        for (int u = 1; u < sums.length; u++) {
            sums[u] += sums[u - 1];
        }
        return sums;
    }

    /** By how much the second sample is larger: the median of the differences of all pairs. */
    double shift() {
        int middle = differences.length / 2;
        return differences.length % 2 == 1 ? differences[middle] : (differences[middle - 1] + differences[middle]) / 2;
    }

    /** Two-sided probability of samples that differ so much or more, if there is no difference. */
    double pValue() {
        double above = 0;
        for (double difference : differences) {
            above += difference > 0 ? 1 : difference == 0 ? 0.5 : 0;
        }
        double extreme = Math.ceil(Math.min(above, differences.length - above));
        return Math.min(1, 2 * probabilityOfAtMost((int) extreme));
    }

    private double probabilityOfAtMost(int u) {
        if (cumulative.length > 0) {
            return cumulative[u];
        }
        double mean = differences.length / 2.0;
        double deviation = Math.sqrt(differences.length * (baseCount + otherCount + 1) / 12.0);
        return normal((u + 0.5 - mean) / deviation);
    }

    /** Smallest interval that covers the true shift with at least this probability; infinite if there are too few values. */
    Interval interval(double confidence) {
        double tail = (1 - confidence) / 2;
        int outside = 0; // so many of the differences lie outside on each side
        while (outside < differences.length / 2 && probabilityOfAtMost(outside) <= tail) {
            outside++;
        }
        return outside == 0
                ? new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
                : new Interval(differences[outside - 1], differences[differences.length - outside]);
    }

    /** The standard normal distribution: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.17; error below 1e-7. */
    private static double normal(double x) {
        double t = 1 / (1 + 0.2316419 * Math.abs(x));
        double polynomial =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        double tail = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * polynomial;
        return x < 0 ? tail : 1 - tail;
    }
}
