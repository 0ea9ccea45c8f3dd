package dev.muxbench.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class RateTest {
    @Test
    void itIsReadAsPeopleWriteIt() {
        assertThat(Rate.parse("200")).isEqualTo(new Rate(200, 200, null));
        assertThat(Rate.parse(" 0.5/s")).isEqualTo(new Rate(0.5, 0.5, null));
        assertThat(Rate.parse("100..5000")).isEqualTo(new Rate(100, 5000, null));
        assertThat(Rate.parse("100..5000/1m")).isEqualTo(new Rate(100, 5000, Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fast", "200/m", "-1", "1..", "1e3"})
    void anythingElseIsRefused(String text) {
        assertThatExceptionOfType(TypeConversionException.class).isThrownBy(() -> Rate.parse(text));
    }
}
