package dev.muxbench.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "10s, PT10S",
        "500ms, PT0.5S",
        "200us, PT0.0002S",
        "1.5m, PT1M30S",
        "' 10 s ', PT10S",
        "0.25, PT0.25S",
        "1h30m, PT1H30M",
        "9m30s, PT9M30S",
        "1m500ms, PT1M0.5S",
        "1H 2M 3S 4MS 5US, PT1H2M3.004005S",
        "0s, PT0S"
    })
    void theyAreReadAsPeopleWriteThem(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "soon", "s", "-1s", "30s9m", "1m2m", "9m30", "5d", "1ms2s", "1e3s", "1..5s"})
    void anythingElseIsRefused(String text) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> Durations.parse(text))
                .withMessage("'" + text + "' is not a duration such as 10s, 500ms or 1h30m");
    }

    @ParameterizedTest
    @ValueSource(longs = {10_000_000_000L, 1_500_000_000L, 200_000L})
    void whatIsPrintedCanBeRead(long nanos) {
        var duration = Duration.ofNanos(nanos);
        assertThat(Durations.parse(Durations.exact(duration))).isEqualTo(duration);
    }

    @Test
    void aBareNumberHasNoUnits() {
        assertThat(Durations.hasUnits("10")).isFalse();
        assertThat(Durations.hasUnits("1m30s")).isTrue();
    }
}
