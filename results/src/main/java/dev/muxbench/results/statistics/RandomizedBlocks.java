package dev.muxbench.results.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Estimates the ratios between contestants from an experiment of epochs. Each epoch has a new process of every
 * contestant; each of its passes has one block of every contestant in random order. The model is additive in
 * logarithms, because effects are ratios:
 *
 * <pre>log x[epoch, pass, k] = level[k] + pass[epoch, pass] + process[epoch, k] + block[epoch, pass, k]</pre>
 *
 * <p>The pass cancels in a difference of two contestants. The blocks of an epoch share two processes, so only epochs
 * are independent: their means form a randomized complete block design (Montgomery, Design and Analysis of Experiments,
 * chapter 4; Scheffé, The Analysis of Variance, 1959). "Block" in that name is an epoch; everywhere else here it is one
 * measurement.
 *
 * <p>The intervals of all ratios hold together, by Tukey's studentized range (The Problem of Multiple Comparisons,
 * 1953). Tukey has one variance for all pairs. Here each pair has its own: the sum of the processes' variance, pooled
 * over all pairs, and of the variance of the pair's blocks; it is never less than the variance of the pair's epochs.
 * With one variance the ratios of a contestant that scatters more than the others would be shown too often.
 * docs/adr/0006 has simulations, and the limit: few epochs, and a contestant whose processes, but not its blocks,
 * scatter more than the others'.
 *
 * <p>Threads: any, because instances are immutable.
 */
public final class RandomizedBlocks {
    private final int epochs;
    private final Sample[] levels; // of the logarithms, by contestant
    private final Sample[][] differences; // of two logarithms, by both contestants; antisymmetric
    private final double perPass; // mean of 1 / passes: an epoch mean's share of a block's variance
    private final double blockVariance; // of the difference of two blocks, mean of all pairs
    private final double processVariance; // of the difference of two processes, mean of all pairs
    private final double confidence;
    private final double rangeOfAll; // quantile of the studentized range for all contestants

    /**
     * Mean and variances of one quantity.
     *
     * @param mean   mean of the epochs' means
     * @param epochs variance of the epochs' means; NaN for one epoch
     * @param blocks variance within the epochs; 0 if none has two passes
     */
    private record Sample(double mean, double epochs, double blocks) {
        static Sample of(List<List<double[]>> epochs, ToDoubleFunction<double[]> quantity) {
            var means = new double[epochs.size()];
            double squares = 0;
            int freedom = 0;
            for (int i = 0; i < means.length; i++) {
                var passes = epochs.get(i).stream().mapToDouble(quantity).toArray();
                means[i] = mean(passes);
                squares += squares(passes);
                freedom += passes.length - 1;
            }
            return new Sample(mean(means), squares(means) / (means.length - 1), freedom == 0 ? 0 : squares / freedom);
        }

        private static double mean(double[] values) {
            return Arrays.stream(values).sum() / values.length;
        }

        private static double squares(double[] values) {
            double mean = mean(values);
            return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
        }
    }

    private RandomizedBlocks(List<List<double[]>> logarithms, double confidence) {
        int contestants = logarithms.getFirst().getFirst().length;
        epochs = logarithms.size();
        perPass = logarithms.stream().mapToDouble(passes -> 1.0 / passes.size()).sum() / epochs;
        levels = IntStream.range(0, contestants)
                .mapToObj(k -> Sample.of(logarithms, x -> x[k]))
                .toArray(Sample[]::new);
        differences = IntStream.range(0, contestants)
                .mapToObj(i -> IntStream.range(0, contestants)
                        .mapToObj(j -> Sample.of(logarithms, x -> x[i] - x[j]))
                        .toArray(Sample[]::new))
                .toArray(Sample[][]::new);
        blockVariance = meanOfPairs(Sample::blocks);
        processVariance = Math.max(0, meanOfPairs(Sample::epochs) - blockVariance * perPass);
        this.confidence = confidence;
        rangeOfAll = epochs < 2 || contestants < 2
                ? Double.NaN // never used
                : StudentizedRange.quantile(confidence, contestants, (epochs - 1) * (contestants - 1));
    }

    /**
     * Analyses one figure.
     *
     * @param epochs     a list of passes each. A pass has the positive values of all contestants, always in the same
     *                   order. Epochs without a pass are left out.
     * @param confidence probability that all ratios are within their intervals, such as 0.95
     * @throws IllegalArgumentException if there is no pass, a value is not positive, or passes differ in length
     */
    public static RandomizedBlocks of(List<List<double[]>> epochs, double confidence) {
        var logarithms = epochs.stream()
                .filter(passes -> !passes.isEmpty())
                .map(passes -> passes.stream()
                        .map(values -> Arrays.stream(values).map(Math::log).toArray())
                        .toList())
                .toList();
        if (logarithms.stream()
                        .flatMap(List::stream)
                        .mapToInt(x -> x.length)
                        .distinct()
                        .count()
                != 1) {
            throw new IllegalArgumentException("there is no pass, or passes have different numbers of contestants");
        }
        if (!logarithms.stream()
                .flatMap(List::stream)
                .flatMapToDouble(Arrays::stream)
                .allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("a value is not positive");
        }
        return new RandomizedBlocks(logarithms, confidence);
    }

    /**
     * Returns the geometric mean of a contestant's epochs, in the unit of the values. An epoch is the geometric mean of
     * its blocks.
     */
    public double level(int contestant) {
        return Math.exp(levels[contestant].mean);
    }

    /**
     * Returns the interval of the level that many more epochs would approach on this machine as it is now, by Student's
     * t for one contestant alone. It includes the machine's pace, which cancels in a ratio, so levels with a shown
     * ratio may overlap. Unbounded for fewer than two epochs.
     */
    public Interval levelInterval(int contestant) {
        var level = levels[contestant];
        return interval(level.mean, level.epochs, () -> StudentizedRange.quantile(confidence, 2, epochs - 1));
    }

    /** Returns the level of {@code one} divided by the level of {@code other}. */
    public double ratio(int one, int other) {
        return Math.exp(differences[one][other].mean);
    }

    /**
     * Returns the interval of the ratio of two different contestants. The intervals of all pairs hold together.
     * Unbounded for fewer than two epochs.
     */
    public Interval ratioInterval(int one, int other) {
        var difference = differences[one][other];
        double modelled = processVariance + difference.blocks * perPass;
        return interval(difference.mean, Math.max(difference.epochs, modelled), () -> rangeOfAll);
    }

    /**
     * True if 1 is outside of the ratio's interval. If all contestants are equal, the probability that any pair is
     * shown is at most 1 - confidence.
     */
    public boolean isShown(int one, int other) {
        return !ratioInterval(one, other).contains(1);
    }

    /**
     * Returns the expected half width of the interval of a ratio's logarithm, by the model with equally scattered
     * contestants.
     *
     * @param epochs       at least two
     * @param processError see {@link #processError()}
     * @param blockError   see {@link #blockError()}
     */
    public static double expectedHalf(
            int contestants, int epochs, int passes, double processError, double blockError, double confidence) {
        int compared = Math.max(2, contestants);
        double variance = (processError * processError + blockError * blockError / passes) / epochs;
        return StudentizedRange.quantile(confidence, compared, (epochs - 1) * (compared - 1)) * Math.sqrt(variance);
    }

    private Interval interval(double mean, double variance, DoubleSupplier range) {
        if (epochs < 2) {
            return Interval.UNBOUNDED;
        }
        double half = range.getAsDouble() * Math.sqrt(variance / 2 / epochs);
        return new Interval(mean - half, mean + half).map(Math::exp);
    }

    /**
     * Returns the standard deviation of the logarithms of a process's blocks: 0.08 is 8 %. It does not include what a
     * whole pass has in common. 0 if no epoch has two passes, because {@link #processError} then includes it; NaN for
     * one contestant.
     */
    public double blockError() {
        return Math.sqrt(blockVariance / 2);
    }

    /**
     * Returns the standard deviation of the logarithms of a contestant's processes, beyond what their blocks explain.
     * NaN for one contestant or fewer than two epochs.
     */
    public double processError() {
        return Math.sqrt(processVariance / 2);
    }

    /**
     * Returns the processes' share of the variance of an epoch's mean, 0 to 1. NaN for one contestant, fewer than two
     * epochs, or no variance at all. Above a half, more epochs make the intervals narrower, and more passes hardly do.
     */
    public double processShare() {
        return processVariance / (processVariance + blockVariance * perPass);
    }

    private double meanOfPairs(ToDoubleFunction<Sample> variance) {
        return Arrays.stream(differences)
                        .flatMap(Arrays::stream)
                        .mapToDouble(variance)
                        .sum()
                / ((double) levels.length * (levels.length - 1));
    }
}
