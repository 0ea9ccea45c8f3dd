package dev.muxbench.results.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's correction for many comparisons, some of which differ by chance ("A Simple Sequentially Rejective Multiple
 * Test Procedure", Scandinavian Journal of Statistics 6, 1979). It bounds the probability of one or more false
 * differences.
 *
 * <p>Threads: any.
 */
public final class Holm {
    private Holm() {}

    /**
     * Returns which differences are shown: the smallest p-value must pass the strictest threshold, the next one the
     * next threshold, and so on until one fails.
     *
     * @param pValues  of one family of comparisons
     * @param mistakes probability of one or more false differences, such as 0.05
     */
    public static boolean[] shown(List<Double> pValues, double mistakes) {
        var ascending = IntStream.range(0, pValues.size())
                .boxed()
                .sorted(Comparator.comparing(pValues::get))
                .toList();
        var shown = new boolean[pValues.size()];
        for (int i = 0; i < shown.length && pValues.get(ascending.get(i)) <= mistakes / (shown.length - i); i++) {
            shown[ascending.get(i)] = true;
        }
        return shown;
    }

    /**
     * True if some outcome could be shown: with few trials even the clearest outcome has a p-value above the strictest
     * threshold.
     *
     * @param smallestPValue p-value of the clearest outcome
     * @param family         number of comparisons
     */
    public static boolean isAttainable(double smallestPValue, int family, double mistakes) {
        return smallestPValue <= mistakes / family;
    }
}
