package dev.muxbench.results.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.muxbench.results.Finding;
import dev.muxbench.results.SamplingError;
import dev.muxbench.results.statistics.Median;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static Run run(String source, Series... series) {
        return new Run(source, "", "VALID", Map.of("cpu", "a"), List.of(series), List.of());
    }

    private static Run backend(String name, Series series) {
        return new Run("same", name, "VALID", Map.of(), List.of(series), List.of());
    }

    private static Series series(String name, boolean higherIsBetter, double median, int count, Random random) {
        var values = new ArrayList<Double>();
        for (int i = 0; i < count; i++) {
            values.add(median * Math.exp(0.02 * random.nextGaussian()));
        }
        return of(name, higherIsBetter, values);
    }

    private static Series of(String name, boolean higherIsBetter, List<Double> values) {
        var epochs = IntStream.range(0, values.size()).boxed().toList();
        return new Series(name, "x", higherIsBetter, Median.of(values), values, epochs);
    }

    private static Comparison.Row compare(boolean higherIsBetter, double base, double fresh, int count) {
        var random = new Random(3);
        return Comparison.of(
                        run("a", series("s", higherIsBetter, base, count, random)),
                        run("b", series("s", higherIsBetter, fresh, count, random)))
                .rows()
                .getFirst();
    }

    @Test
    void aLossOfThroughputIsFound() {
        var row = compare(true, 1000, 900, 8);
        assertThat(row.finding()).isEqualTo(Finding.WORSE);
        assertThat(row.loss()).isCloseTo(0.1, within(0.03));
        assertThat(row.low()).isLessThan(0.9).isLessThan(row.high());
    }

    @Test
    void lessLatencyIsBetter() {
        assertThat(compare(false, 1000, 900, 8).finding()).isEqualTo(Finding.BETTER);
    }

    @Test
    void threeTrialsShowNothing() {
        assertThat(compare(true, 1000, 500, 3).finding()).isEqualTo(Finding.TOO_FEW_TRIALS);
    }

    @Test
    void aRegressionNeedsBothTheSizeAndTheProof() {
        var random = new Random(3);
        var comparison = Comparison.of(
                run("a", series("s", true, 1000, 8, random)), run("b", series("s", true, 900, 8, random)));
        assertThat(comparison.regressions(0.05)).hasSize(1);
        assertThat(comparison.regressions(0.20)).isEmpty();
    }

    /** The same build against itself, many figures at once: Holm's correction bounds the share of runs with any false finding. */
    @Test
    void whatIsTheSameIsSeldomCalledDifferent() {
        var random = new Random(5);
        int falseFindings = 0;
        int comparisons = 2000;
        for (int i = 0; i < comparisons; i++) {
            var base = new ArrayList<Series>();
            var fresh = new ArrayList<Series>();
            for (int figure = 0; figure < 10; figure++) {
                base.add(series("s" + figure, true, 1000, 8, random));
                fresh.add(series("s" + figure, true, 1000, 8, random));
            }
            var comparison =
                    Comparison.of(run("a", base.toArray(new Series[0])), run("b", fresh.toArray(new Series[0])));
            boolean any = comparison.rows().stream()
                    .anyMatch(row -> row.finding() == Finding.BETTER || row.finding() == Finding.WORSE);
            falseFindings += any ? 1 : 0;
        }
        double each = 60.0 / 12_870; // of the arrangements of 8 and 8 values, the most that are within a tenth of 5 %
        double any = 1 - Math.pow(1 - each, 10);
        assertThat((double) falseFindings / comparisons).isCloseTo(any, SamplingError.of(any, comparisons));
    }

    @Test
    void anotherMachineIsCalledOut() {
        var base = new Run("a", "", "VALID", Map.of("cpu", "one"), List.of(), List.of());
        var fresh = new Run("b", "", "VALID", Map.of("cpu", "two"), List.of(), List.of());
        assertThat(Comparison.of(base, fresh).environmentDifferences()).containsExactly("cpu: one and two");
    }

    @Test
    void whatIsInOneOnlyIsNamed() {
        var random = new Random(1);
        var comparison =
                Comparison.of(run("a", series("s", true, 1, 4, random)), run("b", series("t", true, 1, 4, random)));
        assertThat(comparison.rows()).isEmpty();
        assertThat(comparison.leftOut()).containsExactly("only in a: s", "only in b: t");
    }

    @Test
    void aRunAgainstItselfIsExactlyOne() {
        var run = run("a", series("s", true, 1000, 8, new Random(1)));
        var row = Comparison.of(run, run).rows().getFirst();
        assertThat(row.ratio()).isEqualTo(1);
        assertThat(row.finding()).isEqualTo(Finding.NO_DIFFERENCE_SHOWN);
    }

    /** The machine becomes ten times slower from epoch to epoch; within each, the new one is 3 % ahead. */
    @Test
    void twoBackendsOfOneRunAreComparedRoundByRound() {
        var base = new ArrayList<Double>();
        var fresh = new ArrayList<Double>();
        for (int epoch = 0; epoch < 8; epoch++) {
            base.add(Math.pow(10, -epoch));
            fresh.add(Math.pow(10, -epoch) * (1.03 + 0.001 * epoch));
        }
        var comparison =
                Comparison.of(backend("nio", of("s", true, base)), backend("netty-epoll", of("s", true, fresh)));
        assertThat(comparison.isPaired()).isTrue();
        assertThat(comparison.rows().getFirst().finding()).isEqualTo(Finding.BETTER);
        assertThat(comparison.rows().getFirst().ratio()).isCloseTo(1.0335, within(0.001));
    }

    @Test
    void epochsThatOnlyOneHasAreLeftOut() {
        var base = new Series("s", "x", true, 2, List.of(1.0, 2.0), List.of(1, 2));
        var fresh = new Series("s", "x", true, 2, List.of(3.0), List.of(3));
        var comparison = Comparison.of(backend("a", base), backend("b", fresh));
        assertThat(comparison.rows()).isEmpty();
        assertThat(comparison.leftOut()).containsExactly("n/a, no epoch in common: s");
    }

    @Test
    void whatHasOneNameTwiceIsNotCompared() {
        var random = new Random(1);
        var once = run("a", series("s", true, 1, 8, random), series("t", true, 1, 8, random));
        var twice = run(
                "b", series("s", true, 1, 8, random), series("t", true, 1, 8, random), series("s", true, 5, 8, random));
        var comparison = Comparison.of(once, twice);
        assertThat(comparison.rows()).extracting(row -> row.baseSeries().name()).containsExactly("t");
        assertThat(comparison.leftOut()).containsExactly("not compared, 1 and 2 results have one name: s");
    }

    @Test
    void whatIsNoNumberIsNotCompared() {
        var comparison = Comparison.of(
                run(
                        "a",
                        of("s", true, List.of(1.0, Double.NaN)),
                        of("t", true, List.of(1.0, Double.POSITIVE_INFINITY))),
                run("b", of("s", true, List.of(1.0, 2.0)), of("t", true, List.of(1.0, 2.0))));
        assertThat(comparison.rows()).isEmpty();
        assertThat(comparison.leftOut())
                .containsExactly("n/a, not a positive figure in both: s", "n/a, not a positive figure in both: t");
    }

    @Test
    void howManyTrialsItTakesDependsOnTheNumberOfComparisons() {
        var random = new Random(1);
        var one = run("a", series("s", true, 1, 2, random));
        assertThat(Comparison.of(one, one).canShow()).isFalse();
        assertThat(Comparison.of(one, one).trialsNeeded()).isEqualTo(4); // 2 / C(8, 4) is 0.029
        var two = run("a", series("s", true, 1, 2, random), series("t", true, 1, 2, random));
        assertThat(Comparison.of(two, two).trialsNeeded()).isEqualTo(5);
        assertThat(Comparison.of(
                                backend("a", one.series().getFirst()),
                                backend("b", one.series().getFirst()))
                        .trialsNeeded())
                .isEqualTo(6); // 2 / 2^6 is 0.031
    }
}
