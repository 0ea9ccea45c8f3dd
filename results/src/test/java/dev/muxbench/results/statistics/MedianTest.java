package dev.muxbench.results.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.results.SamplingError;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MedianTest {
    @Test
    void itIsTheMiddleOrTheMeanOfTwo() {
        assertThat(Median.of(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Median.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
        assertThat(Median.of(List.of())).isNaN();
    }

    @Test
    void fiveValuesHaveNoIntervalOf95Percent() {
        assertThat(Median.interval(List.of(1.0, 2.0, 3.0, 4.0, 5.0), 0.95).isBounded())
                .isFalse();
        assertThat(Median.interval(List.of(), 0.95).isBounded()).isFalse();
    }

    @Test
    void sixHaveTheirRangeAndNineLeaveOneOutOnEachSide() {
        assertThat(Median.interval(List.of(6.0, 1.0, 2.0, 3.0, 4.0, 5.0), 0.95)).isEqualTo(new Interval(1, 6));
        assertThat(Median.interval(List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0), 0.95))
                .isEqualTo(new Interval(2, 8));
    }

    /** The ranks of published tables, such as that of Conover's Practical Nonparametric Statistics. */
    @ParameterizedTest
    @CsvSource({"20, 6, 15", "30, 10, 21", "50, 18, 33", "100, 40, 61"})
    void theEndsAreValuesOfSuchARank(int count, double low, double high) {
        var values = IntStream.rangeClosed(1, count).asDoubleStream().boxed().toList();
        assertThat(Median.interval(values, 0.95)).isEqualTo(new Interval(low, high));
    }

    @Test
    void anIntervalThatCoversExactlyAsOftenIsEnough() {
        var five = List.of(1.0, 2.0, 3.0, 4.0, 5.0);
        assertThat(Median.interval(five, 1 - 2.0 / 32)).isEqualTo(new Interval(1, 5));
    }

    @Test
    void itCoversTheTrueMedianAsOftenAsItSays() {
        var random = new Random(7);
        int covered = 0;
        int runs = 2000;
        for (int i = 0; i < runs; i++) {
            var values = random.doubles(10).map(x -> Math.exp(4 * x)).boxed().toList();
            covered += Median.interval(values, 0.95).contains(Math.exp(2)) ? 1 : 0;
        }
        double level = 22.0 / 1024; // nine or ten of ten values are on one side of it
        assertThat((double) covered / runs).isCloseTo(1 - level, SamplingError.of(level, runs));
    }
}
