package dev.muxbench.results.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.muxbench.results.SamplingError;
import java.util.Random;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShiftTest {
    private static double[] values(double... values) {
        return values;
    }

    @Test
    void theExactProbabilityIsThatOfTheArrangements() {
        // 3 and 3 values: 20 arrangements, one of them is as extreme on each side.
        assertThat(Shift.between(values(1, 2, 3), values(4, 5, 6)).pValue()).isCloseTo(2.0 / 20, within(1e-12));
        // 4 and 5: 126 arrangements; three pairs are the other way round: 1 + 1 + 2 + 3 have at most so many.
        assertThat(Shift.between(values(1, 2, 3, 6.5), values(4.5, 5, 5.5, 7, 8))
                        .pValue())
                .isCloseTo(2 * 7.0 / 126, within(1e-12));
    }

    @Test
    void theShiftIsTheMedianOfAllDifferences() {
        assertThat(Shift.between(values(1, 2), values(11, 14)).estimate()).isEqualTo(11); // 9 10 12 13
        assertThat(Shift.between(values(1), values(2, 4, 9)).estimate()).isEqualTo(3); // 1 3 8
    }

    @Test
    void itCountsTheSmallerSample() {
        assertThat(Shift.between(values(1, 2, 3), values(4, 5)).count()).isEqualTo(2);
        assertThat(Shift.paired(values(1, 2, 3)).count()).isEqualTo(3);
    }

    /** Of 35 arrangements 15 have five pairs or fewer the wrong way round: here are four, and two that are tied. */
    @Test
    void aTieIsHalfAPair() {
        assertThat(Shift.between(values(1, 2, 5, 5), values(3, 4, 5)).pValue()).isCloseTo(2 * 15.0 / 35, within(1e-12));
    }

    /** Two are the wrong way round, and one is tied: of 20 arrangements seven have three or fewer. */
    @Test
    void halfAPairIsRoundedAgainstTheDifference() {
        assertThat(Shift.between(values(1, 2, 5), values(3, 4, 5)).pValue()).isCloseTo(2 * 7.0 / 20, within(1e-12));
    }

    @Test
    void theSmallestProbabilityIsThatOfTheClearestDifference() {
        assertThat(Shift.between(values(1, 9, 5), values(3, 4, 5)).smallestPValue())
                .isCloseTo(2.0 / 20, within(1e-12));
        assertThat(Shift.paired(values(1)).smallestPValue()).isEqualTo(1);
    }

    @Test
    void anIntervalThatCoversExactlyAsOftenIsEnough() {
        assertThat(Shift.paired(values(1, 2, 3, 4, 5)).interval(1 - 2.0 / 32)).isEqualTo(new Interval(1, 5));
    }

    @Test
    void withThreeAndThreeNoIntervalOf95PercentExists() {
        var interval = Shift.between(values(1, 2, 3), values(4, 5, 6)).interval(0.95);
        assertThat(interval.low()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(interval.high()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void withFourAndFourTheIntervalIsTheWholeRange() {
        var interval = Shift.between(values(1, 2, 3, 4), values(11, 12, 13, 14)).interval(0.95);
        assertThat(interval).isEqualTo(new Interval(7, 13));
    }

    /** Above 40 values it is the normal distribution with a correction for continuity, as the library has it. */
    @ParameterizedTest
    @CsvSource({"40, EXACT", "41, ASYMPTOTIC", "90, ASYMPTOTIC"})
    void manyValuesAreApproximated(int count, PValueMethod method) {
        var random = new Random(count);
        var base = random.doubles(30).toArray();
        var other = random.doubles(count).map(x -> x + 0.1).toArray();
        var differences = random.doubles(count).map(x -> x - 0.4).toArray();
        assertThat(Shift.between(base, other).pValue()).isCloseTo(mannWhitney(base, other, method), within(1e-6));
        assertThat(Shift.paired(differences).pValue()).isCloseTo(wilcoxon(differences, method), within(1e-6));
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
            var ranks = Shift.between(base, other);
            covered += ranks.interval(0.95).low() <= 0 && ranks.interval(0.95).high() >= 0 ? 1 : 0;
            different += ranks.pValue() <= 0.05 ? 1 : 0;
        }
        double level = 60.0 / 1716; // of the arrangements of 6 and 7 values, the most that are within 5 %
        assertThat((double) covered / runs).isCloseTo(1 - level, SamplingError.of(level, runs));
        assertThat((double) different / runs).isCloseTo(level, SamplingError.of(level, runs));
    }

    @Test
    void pairsUseTheSignedRanks() {
        // 6 differences, all above 0: 2 of 64 choices of signs are as extreme.
        assertThat(Shift.paired(values(1, 2, 3, 4, 5, 6)).pValue()).isCloseTo(2.0 / 64, within(1e-12));
        assertThat(Shift.paired(values(1, 2, 3, 4, 5, 6)).interval(0.95)).isEqualTo(new Interval(1, 6));
        assertThat(Shift.paired(values(1, 2, 3, 4, 5)).interval(0.95).isBounded())
                .isFalse();
        assertThat(Shift.paired(values(1, 2, 6)).estimate()).isEqualTo(2.75); // 1 1.5 2 3.5 4 6
    }

    @Test
    void aPairedIntervalCoversAsOftenAsItSays() {
        var random = new Random(2);
        int covered = 0;
        int runs = 2000;
        for (int i = 0; i < runs; i++) {
            double common = random.nextGaussian(); // what a pair has in common does not matter
            var differences =
                    random.doubles(8).map(x -> (common + x) - (common + 0.5)).toArray();
            covered += Shift.paired(differences).interval(0.95).contains(0) ? 1 : 0;
        }
        double level = 10.0 / 256; // of the signs of eight differences, the most ranks that are within 5 %
        assertThat((double) covered / runs).isCloseTo(1 - level, SamplingError.of(level, runs));
    }

    @Test
    void probabilitiesAreThoseOfTheLibrary() {
        var random = new Random(4);
        for (int i = 0; i < 200; i++) {
            var base = random.doubles(3 + i % 10).toArray();
            var other = random.doubles(2 + i % 7).map(x -> x + 0.3).toArray();
            assertThat(Shift.between(base, other).pValue())
                    .isCloseTo(mannWhitney(base, other, PValueMethod.EXACT), within(1e-9));
            assertThat(Shift.paired(other).pValue()).isCloseTo(wilcoxon(other, PValueMethod.EXACT), within(1e-9));
        }
    }

    private static double mannWhitney(double[] base, double[] other, PValueMethod method) {
        return MannWhitneyUTest.withDefaults().with(method).test(base, other).getPValue();
    }

    private static double wilcoxon(double[] differences, PValueMethod method) {
        return WilcoxonSignedRankTest.withDefaults()
                .with(method)
                .test(differences)
                .getPValue();
    }
}
