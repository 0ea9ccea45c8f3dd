package dev.muxbench.results.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankSumTest {
    private static double[] values(double... values) {
        return values;
    }

    @Test
    void theExactProbabilityIsThatOfTheArrangements() {
        // 3 and 3 values: 20 arrangements, one of them is as extreme on each side.
        assertThat(new RankSum(values(1, 2, 3), values(4, 5, 6)).pValue()).isCloseTo(2.0 / 20, within(1e-12));
        // 4 and 5: 126 arrangements; three pairs are the other way round: 1 + 1 + 2 + 3 have at most so many.
        assertThat(new RankSum(values(1, 2, 3, 6.5), values(4.5, 5, 5.5, 7, 8)).pValue())
                .isCloseTo(2 * 7.0 / 126, within(1e-12));
    }

    @Test
    void theShiftIsTheMedianOfAllDifferences() {
        assertThat(new RankSum(values(1, 2), values(11, 14)).shift()).isEqualTo(11); // 9 10 12 13
    }

    @Test
    void withThreeAndThreeNoIntervalOf95PercentExists() {
        var interval = new RankSum(values(1, 2, 3), values(4, 5, 6)).interval(0.95);
        assertThat(interval.low()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(interval.high()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void withFourAndFourTheIntervalIsTheWholeRange() {
        var interval = new RankSum(values(1, 2, 3, 4), values(11, 12, 13, 14)).interval(0.95);
        assertThat(interval).isEqualTo(new RankSum.Interval(7, 13));
    }

    @Test
    void theApproximationJoinsTheExactDistribution() {
        var base = IntStream.range(0, 40).mapToDouble(i -> i * 1.1).toArray();
        var other = IntStream.range(0, 40).mapToDouble(i -> 5 + i * 1.05).toArray();
        var more = IntStream.range(0, 41).mapToDouble(i -> 5 + i * 1.05).toArray();
        double exact = new RankSum(base, other).pValue();
        assertThat(new RankSum(base, more).pValue()).isCloseTo(exact, within(0.06));
    }

    @Test
    void intervalsCoverTheTrueShiftAsOftenAsTheySay() {
        var random = new Random(1);
        int covered = 0;
        int different = 0;
        int runs = 2000;
        for (int i = 0; i < runs; i++) {
            var base = random.doubles(6).map(x -> Math.exp(3 * x)).toArray(); // far from normal
            var other = random.doubles(7).map(x -> Math.exp(3 * x)).toArray();
            var ranks = new RankSum(base, other);
            covered += ranks.interval(0.95).low() <= 0 && ranks.interval(0.95).high() >= 0 ? 1 : 0;
            different += ranks.pValue() <= 0.05 ? 1 : 0;
        }
        assertThat(covered).isGreaterThanOrEqualTo((int) (0.945 * runs));
        assertThat(different).isLessThanOrEqualTo((int) (0.055 * runs)).isPositive();
    }
}
