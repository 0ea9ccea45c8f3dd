package dev.muxbench.results.compare;

import dev.muxbench.results.Finding;
import dev.muxbench.results.statistics.Holm;
import dev.muxbench.results.statistics.Shift;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A run beside an earlier one, figure by figure.
 *
 * <p>A ratio is that of the medians' logarithms by Hodges and Lehmann, with its 95 % interval. Among many figures some differ by
 * chance: a difference counts as shown only if it is so after {@link Holm}'s correction, which bounds the probability of even one
 * false one by 5 %.
 */
public final class Comparison {
    private static final double CONFIDENCE = 0.95;

    /**
     * One figure.
     *
     * @param base    its value, in the series' unit
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

    private record Test(Series base, Series fresh, Shift shift) {}

    private final List<Row> rows;
    private final List<String> environmentDifferences;
    private final List<String> leftOut;
    private final boolean paired;

    private Comparison(List<Row> rows, List<String> environmentDifferences, List<String> leftOut, boolean paired) {
        this.rows = rows;
        this.environmentDifferences = environmentDifferences;
        this.leftOut = leftOut;
        this.paired = paired;
    }

    /** Compares what both have: round by round if both are of the same run, else as two independent samples. */
    public static Comparison of(Run base, Run fresh) {
        boolean paired = base.source().equals(fresh.source()) && !base.backend().equals(fresh.backend());
        var newByName = fresh.series().stream().collect(Collectors.toMap(Series::name, one -> one, (a, b) -> a));
        var baseNames = base.series().stream().map(Series::name).collect(Collectors.toSet());
        var tests = new ArrayList<Test>();
        var leftOut = new ArrayList<String>();
        for (var series : base.series()) {
            var other = newByName.get(series.name());
            if (other == null) {
                leftOut.add("only in " + base.title() + ": " + series.name());
            } else if (!isComparable(series) || !isComparable(other)) {
                leftOut.add("n/a, not a positive figure in both: " + series.name());
            } else if (!paired) {
                tests.add(new Test(series, other, Shift.between(logarithms(series), logarithms(other))));
            } else if (series.rounds().stream().anyMatch(other.rounds()::contains)) {
                tests.add(new Test(series, other, paired(series, other)));
            } else {
                leftOut.add("n/a, no round in common: " + series.name());
            }
        }
        fresh.series().stream()
                .filter(series -> !baseNames.contains(series.name()))
                .forEach(series -> leftOut.add("only in " + fresh.title() + ": " + series.name()));
        return new Comparison(rows(tests), environmentDifferences(base, fresh), leftOut, paired);
    }

    private static boolean isComparable(Series series) {
        return !series.values().isEmpty() && series.values().stream().allMatch(value -> value > 0);
    }

    private static double[] logarithms(Series series) {
        return series.values().stream().mapToDouble(Math::log).toArray();
    }

    private static Shift paired(Series base, Series fresh) {
        var differences = new ArrayList<Double>();
        for (int i = 0; i < base.rounds().size(); i++) {
            int other = fresh.rounds().indexOf(base.rounds().get(i));
            if (other >= 0) {
                differences.add(
                        Math.log(fresh.values().get(other) / base.values().get(i)));
            }
        }
        return Shift.paired(
                differences.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static List<Row> rows(List<Test> tests) {
        var shown = Holm.shown(tests.stream().map(test -> test.shift.pValue()).toList(), 1 - CONFIDENCE);
        var rows = new ArrayList<Row>();
        for (var test : tests) {
            boolean attainable = Holm.isAttainable(test.shift.smallestPValue(), tests.size(), 1 - CONFIDENCE);
            rows.add(row(test, attainable, shown[rows.size()]));
        }
        return rows;
    }

    private static Row row(Test test, boolean attainable, boolean shown) {
        double ratio = Math.exp(test.shift.estimate());
        var interval = test.shift.interval(CONFIDENCE).map(Math::exp);
        return new Row(
                test.base,
                test.fresh,
                test.base.value(),
                test.fresh.value(),
                ratio,
                interval.low(),
                interval.high(),
                Finding.of(ratio, test.base.higherIsBetter(), attainable, shown));
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

    /** Trials of the same round were compared. */
    public boolean isPaired() {
        return paired;
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
