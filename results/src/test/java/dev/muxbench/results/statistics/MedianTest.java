package dev.muxbench.results.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.results.SamplingError;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

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
