package dev.muxbench.results;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "2.309e-8 | 2.31e-8",
                "-2.309e-12 | -2.31e-12",
                "0.0001 | 0.000100",
                "0.00045678 | 0.000457",
                "0.012345 | 0.0123",
                "0.12345 | 0.123",
                "1 | 1.00",
                "9.996 | 10.0",
                "12.345 | 12.3",
                "123.45 | 123",
                "1234.5 | 1,235",
                "2e9 | 2,000,000,000"
            })
    void threeDigitsAreLeftWhateverTheSize(double value, String text) {
        assertThat(Numbers.significant(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "4.119, 13.2, 4.1",
        "39, 13.2, 39.0",
        "0.4, 120, 0",
        "1234.5, 1.5, '1,234.50'",
        "0, 0.5, 0.000",
        "3e-5, 2e-5, 3.00e-5"
    })
    void theEndsOfAnIntervalHaveTheDecimalsOfItsMiddle(double end, double middle, String text) {
        assertThat(Numbers.alike(end, middle)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.97, 0.9, 0.97", "208.24, 208.24, 208", "0.05, 0.05, 0.0500", "0.2, 0.05, 0.2000"})
    void aRatioHasTwoDecimalsUnlessItIsSmallOrLarge(double value, double ratio, String text) {
        assertThat(Numbers.ratio(value, ratio)).isEqualTo(text);
    }

    @Test
    void percentHaveOneDecimalAtMost() {
        assertThat(Figure.SAFEPOINT_SHARE.format(0.080_23)).isEqualTo("8.0");
        assertThat(Figure.GENERATOR_HEADROOM.format(0.5, 0.5)).isEqualTo("50.0");
        assertThat(Figure.GENERATOR_HEADROOM.format(1, 1)).isEqualTo("100");
        assertThat(Figure.SERVER_CPU.format(Double.NaN)).isEqualTo("-");
    }
}
