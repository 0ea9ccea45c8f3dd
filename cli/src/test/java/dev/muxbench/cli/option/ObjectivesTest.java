package dev.muxbench.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ObjectivesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            p99<10ms         | p99 < 10 ms
            p99.9 <= 1.5s    | p99.9 <= 1,500 ms
            p100<1m          | max < 60,000 ms
            max>200us        | max > 0.2 ms
            lost=0           | lost = 0
            deliveries>5M/s  | deliveries > 5,000,000/s
            deliveries>=1.5k | deliveries >= 1,500/s
            deliveries<2G    | deliveries < 2,000,000,000/s
            reached>99.5%    | reached > 99.5 %
            cpu<60ns         | cpu < 60 ns
            p50<1ns          | -
            p50<1            | -
            P50<1ms          | -
            p.<1ms           | -
            p50=<1ms         | -
            lost=0%          | -
            lost=-1          | -
            deliveries>5m/s  | -
            cpu<60ms         | -
            """)
    void eachTermIsReadOrRefused(String term, String meaning) {
        if (meaning.equals("-")) {
            assertThatThrownBy(() -> Objectives.parse(term))
                    .isInstanceOf(TypeConversionException.class)
                    .hasMessageStartingWith("'" + term + "' is not like p99<10ms");
        } else {
            assertThat(Objectives.parse(term)).hasToString(meaning);
        }
    }

    @Test
    void severalAreReadInTheirOrder() {
        assertThat(Objectives.parse("p50<2ms, max<1s,lost=0")).hasToString("p50 < 2 ms, max < 1,000 ms, lost = 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "p50<2ms,", ",", "p50<2ms lost=0"})
    void whatStandsBetweenThemIsAComma(String text) {
        assertThatThrownBy(() -> Objectives.parse(text)).isInstanceOf(TypeConversionException.class);
    }
}
