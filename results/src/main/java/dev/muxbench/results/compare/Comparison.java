package dev.muxbench.results.compare;

import dev.muxbench.results.Median;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A run beside an earlier one, figure by figure.
 *
 * <p>A ratio is that of the medians' logarithms by Hodges and Lehmann, with its 95 % interval. Among many figures some differ by
 * chance: a difference counts as shown only if it is so after Holm's correction ("A Simple Sequentially Rejective Multiple Test
 * Procedure", Scandinavian Journal of Statistics 6, 1979), which bounds the probability of even one false one by 5 %.
 */
public final class Comparison {
    private static final double CONFIDENCE = 0.95;

    /** What the trials say about a figure. */
    public enum Finding {
        BETTER,
        WORSE,
        /** There may be one, too small for so few or so scattered trials. */
        NO_DIFFERENCE_SHOWN,
        /** So few that no outcome could show anything. */
        TOO_FEW_TRIALS
    }

    /**
     * One figure.
     *
     * @param base    median, in the series' unit
     * @param fresh   likewise
     * @param ratio   new to base; its interval may be infinite
     * @param finding after the correction
     */
    public record Row(
            Series baseSeries,
            Series newSeries,
            double base,
            double fresh,
            double ratio,
            double low,
            double high,
            Finding finding) {

        /** By how much it is worse, 0.1 for 10 %; negative if it is better. */
        public double loss() {
            return baseSeries.higherIsBetter() ? 1 - ratio : ratio - 1;
        }
    }

    private record Test(Series base, Series fresh, RankSum ranks) {}

    private final List<Row> rows;
    private final List<String> environmentDifferences;
    private final List<String> leftOut;

    private Comparison(List<Row> rows, List<String> environmentDifferences, List<String> leftOut) {
        this.rows = rows;
        this.environmentDifferences = environmentDifferences;
        this.leftOut = leftOut;
    }

    /** Compares what both have. */
    public static Comparison of(Run base, Run fresh) {
        var newByName = fresh.series().stream().collect(Collectors.toMap(Series::name, one -> one, (a, b) -> a));
        var baseNames = base.series().stream().map(Series::name).collect(Collectors.toSet());
        var tests = new ArrayList<Test>();
        var leftOut = new ArrayList<String>();
        for (var series : base.series()) {
            var other = newByName.get(series.name());
            if (other == null) {
                leftOut.add("only in " + base.source() + ": " + series.name());
            } else if (isComparable(series) && isComparable(other)) {
                tests.add(new Test(series, other, new RankSum(logarithms(series), logarithms(other))));
            } else {
                leftOut.add("n/a, not a positive figure in both: " + series.name());
            }
        }
        fresh.series().stream()
                .filter(series -> !baseNames.contains(series.name()))
                .forEach(series -> leftOut.add("only in " + fresh.source() + ": " + series.name()));
        return new Comparison(rows(tests), environmentDifferences(base, fresh), leftOut);
    }

    private static boolean isComparable(Series series) {
        return !series.values().isEmpty() && series.values().stream().allMatch(value -> value > 0);
    }

    private static double[] logarithms(Series series) {
        return series.values().stream().mapToDouble(Math::log).toArray();
    }

    private static List<Row> rows(List<Test> tests) {
        var shown = shown(tests);
        return tests.stream().map(test -> row(test, shown.contains(test))).toList();
    }

    /** Holm: the smallest p-value has to pass the strictest threshold, and so on until one does not. */
    private static List<Test> shown(List<Test> tests) {
        var ascending = tests.stream()
                .sorted(Comparator.comparingDouble(test -> test.ranks.pValue()))
                .toList();
        int passed = 0;
        while (passed < ascending.size()
                && ascending.get(passed).ranks.pValue() <= (1 - CONFIDENCE) / (ascending.size() - passed)) {
            passed++;
        }
        return ascending.subList(0, passed);
    }

    private static Row row(Test test, boolean shown) {
        double ratio = Math.exp(test.ranks.shift());
        var interval = test.ranks.interval(CONFIDENCE);
        var finding = Finding.NO_DIFFERENCE_SHOWN;
        if (Double.isInfinite(interval.low())) {
            finding = Finding.TOO_FEW_TRIALS;
        } else if (shown) {
            finding = (ratio > 1) == test.base.higherIsBetter() ? Finding.BETTER : Finding.WORSE;
        }
        return new Row(
                test.base,
                test.fresh,
                Median.of(test.base.values()),
                Median.of(test.fresh.values()),
                ratio,
                Math.exp(interval.low()),
                Math.exp(interval.high()),
                finding);
    }

    private static List<String> environmentDifferences(Run base, Run fresh) {
        var differences = new ArrayList<String>();
        base.environment().forEach((name, value) -> {
            var other = fresh.environment().getOrDefault(name, "unknown");
            if (!fresh.environment().isEmpty() && !other.equals(value)) {
                differences.add(name + ": " + value + " and " + other);
            }
        });
        return differences;
    }

    /** In the order of the base run. */
    public List<Row> rows() {
        return rows;
    }

    /** What is not the same about the two machines. */
    public List<String> environmentDifferences() {
        return environmentDifferences;
    }

    /** What cannot be compared, and why. */
    public List<String> leftOut() {
        return leftOut;
    }

    /** Rows that are shown to be worse, by more than so much (0.05 for 5 %). */
    public List<Row> regressions(double threshold) {
        return rows.stream()
                .filter(row -> row.finding() == Finding.WORSE && row.loss() > threshold)
                .toList();
    }
}
