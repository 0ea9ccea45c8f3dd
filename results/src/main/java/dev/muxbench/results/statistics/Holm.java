package dev.muxbench.results.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Among many figures some differ by chance. Holm's correction ("A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian
 * Journal of Statistics 6, 1979) bounds the probability of even one false difference.
 *
 * <p>Threads: any.
 */
public final class Holm {
    private Holm() {}

    /**
     * Which differences are shown: the smallest p-value has to pass the strictest threshold, and so on until one does not.
     *
     * @param pValues  of one family
     * @param mistakes probability of one false difference or more, such as 0.05
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
     * Whether any outcome could be shown: with few trials even the clearest has a p-value above the strictest threshold.
     *
     * @param smallestPValue of the clearest outcome
     * @param family         how many are compared
     */
    public static boolean isAttainable(double smallestPValue, int family, double mistakes) {
        return smallestPValue <= mistakes / family;
    }
}
