package dev.muxbench.results.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudentizedRangeTest {
    /** Harter, "Tables of Range and Studentized Range", Annals of Mathematical Statistics 31, 1960. */
    @ParameterizedTest
    @CsvSource({
        "0.95, 2, 3, 4.501",
        "0.95, 3, 10, 3.877",
        "0.95, 6, 10, 4.912",
        "0.95, 6, 20, 4.445",
        "0.95, 8, 14, 4.990",
        "0.95, 8, 60, 4.441",
        "0.95, 20, 5, 8.208",
        "0.99, 3, 2, 19.02",
        "0.99, 6, 20, 5.510"
    })
    void quantilesAreThoseOfTheTables(double probability, int means, int freedom, double quantile) {
        assertThat(StudentizedRange.quantile(probability, means, freedom))
                .isCloseTo(quantile, within(quantile > 10 ? 0.006 : 0.0006));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 10, 60, 1000})
    void ofTwoMeansItIsStudentsT(int freedom) {
        double t = TDistribution.of(freedom).inverseCumulativeProbability(0.975);
        assertThat(StudentizedRange.quantile(0.95, 2, freedom) / (t * Math.sqrt(2)))
                .isCloseTo(1, within(1e-4));
    }
}
