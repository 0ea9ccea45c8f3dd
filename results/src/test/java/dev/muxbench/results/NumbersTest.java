package dev.muxbench.results;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0.000",
                "2.309e-8 | 2.31e-8",
                "-2.309e-12 | -2.31e-12",
                "0.0001 | 0.000100",
                "0.00045678 | 0.000457",
                "0.012345 | 0.0123",
                "0.12345 | 0.123",
                "1 | 1.000",
                "12.345 | 12.3",
                "123.45 | 123.5",
                "1234.5 | 1,235",
                "2e9 | 2,000,000,000"
            })
    void threeDigitsAreLeftWhateverTheSize(double value, String text) {
        assertThat(Numbers.significant(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2, 0.00",
        "0.97, 2, 0.97",
        "0.05, 2, 0.0500",
        "0.4, 1, 0.400",
        "4812.34, 1, '4,812.3'",
        "3, 0, 3.000"
    })
    void fixedPlacesAreLeftWhereTheyShowTooLittle(double value, int places, String text) {
        assertThat(Numbers.fixed(value, places)).isEqualTo(text);
    }
}
