package dev.muxbench.results.compare;

import dev.muxbench.results.Finding;
import dev.muxbench.results.statistics.Holm;
import dev.muxbench.results.statistics.Shift;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Compares a run with an earlier one, figure by figure.
 *
 * <p>A ratio is Hodges and Lehmann's estimate of the shift between the values' logarithms, with its 95 % interval.
 * Among many figures some differ by chance: a difference counts as shown only if {@link Holm}'s correction confirms it,
 * which bounds the probability of one or more false differences by 5 %.
 */
public final class Comparison {
    private static final double CONFIDENCE = 0.95;

    /**
     * The comparison of one figure.
     *
     * @param base    value of the base run, in the series' unit
     * @param fresh   value of the new run, in the series' unit
     * @param ratio   new value divided by the base value; its interval may be infinite
     * @param finding finding after the correction
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

        /** Returns by how much the new run is worse, 0.1 for 10 %; negative if it is better. */
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

    /** Compares the figures that both have: epoch by epoch for two backends of the same run, else as two independent samples. */
    public static Comparison of(Run base, Run fresh) {
        boolean paired = base.source().equals(fresh.source()) && !base.backend().equals(fresh.backend());
        var baseByName = byName(base);
        var newByName = byName(fresh);
        var names = new LinkedHashSet<>(baseByName.keySet());
        names.addAll(newByName.keySet());
        var tests = new ArrayList<Test>();
        var leftOut = new LinkedHashSet<String>();
        for (var name : names) {
            var ours = baseByName.getOrDefault(name, List.of());
            var theirs = newByName.getOrDefault(name, List.of());
            if (theirs.isEmpty()) {
                leftOut.add("only in " + base.title() + ": " + name);
            } else if (ours.isEmpty()) {
                leftOut.add("only in " + fresh.title() + ": " + name);
            } else if (ours.size() > 1 || theirs.size() > 1) {
                leftOut.add(
                        "not compared, " + ours.size() + " and " + theirs.size() + " results have one name: " + name);
            } else {
                var obstacle = obstacle(ours.getFirst(), theirs.getFirst(), paired);
                obstacle.ifPresentOrElse(
                        reason -> leftOut.add(reason + ": " + name),
                        () -> tests.add(test(ours.getFirst(), theirs.getFirst(), paired)));
            }
        }
        leftOut.addAll(base.notCompared());
        leftOut.addAll(fresh.notCompared());
        return new Comparison(rows(tests), environmentDifferences(base, fresh), List.copyOf(leftOut), paired);
    }

    private static Map<String, List<Series>> byName(Run run) {
        return run.series().stream()
                .collect(Collectors.groupingBy(Series::name, LinkedHashMap::new, Collectors.toList()));
    }

    private static Optional<String> obstacle(Series base, Series fresh, boolean paired) {
        if (!base.isComparable() || !fresh.isComparable()) {
            return Optional.of("n/a, not a positive figure in both");
        }
        if (Double.isNaN(Units.factor(fresh.unit(), base.unit()))) {
            return Optional.of("not compared, " + base.unit() + " and " + fresh.unit());
        }
        return paired && base.epochs().stream().noneMatch(fresh.epochs()::contains)
                ? Optional.of("n/a, no epoch in common")
                : Optional.empty();
    }

    private static Test test(Series base, Series fresh, boolean paired) {
        if (!base.unit().equals(fresh.unit())) {
            return test(base.in(base.unit()), fresh.in(base.unit()), paired);
        }
        return new Test(base, fresh, paired ? paired(base, fresh) : Shift.between(logarithms(base), logarithms(fresh)));
    }

    private static double[] logarithms(Series series) {
        return series.values().stream().mapToDouble(Math::log).toArray();
    }

    private static Shift paired(Series base, Series fresh) {
        var differences = new ArrayList<Double>();
        for (int i = 0; i < base.epochs().size(); i++) {
            int other = fresh.epochs().indexOf(base.epochs().get(i));
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

    /** Returns the compared figures in the order of the base run. */
    public List<Row> rows() {
        return rows;
    }

    /** True if figures of the same epoch were compared. */
    public boolean isPaired() {
        return paired;
    }

    /** Returns the differences between the two machines. */
    public List<String> environmentDifferences() {
        return environmentDifferences;
    }

    /** Returns what cannot be compared, and why. */
    public List<String> leftOut() {
        return leftOut;
    }

    /** True if some row could have shown a difference. */
    public boolean canShow() {
        return rows.stream().anyMatch(row -> row.finding() != Finding.TOO_FEW_TRIALS);
    }

    /** Returns the least number of epochs a side that could show a difference among so many rows. */
    public int trialsNeeded() {
        return IntStream.iterate(1, count -> count + 1)
                .filter(count -> Holm.isAttainable(
                        (paired ? Shift.paired(new double[count]) : Shift.between(new double[count], new double[count]))
                                .smallestPValue(),
                        rows.size(),
                        1 - CONFIDENCE))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the rows that are shown to be worse, by more than a threshold (0.05 for 5 %). */
    public List<Row> regressions(double threshold) {
        return rows.stream()
                .filter(row -> row.finding() == Finding.WORSE && row.loss() > threshold)
                .toList();
    }
}
