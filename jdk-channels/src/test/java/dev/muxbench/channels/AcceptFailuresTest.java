package dev.muxbench.channels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptFailuresTest {
    private final AcceptFailures failures = new AcceptFailures();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Too many open files",
                "Too many open files in system",
                "No buffer space available",
                "Cannot allocate memory",
                "null"
            })
    void whatIsScarceTakesAPause(String reason) {
        assertThat(failures.mustPause(reason, "ulimit -n")).isTrue();
        assertThat(failures.mustPause(reason, "ulimit -n")).isTrue();
    }

    @Test
    void aConnectionThatBrokeInTheQueueTakesNone() {
        assertThat(failures.mustPause("Software caused connection abort", "ulimit -n"))
                .isFalse();
        assertThat(failures.mustPause("No route to host", "ulimit -n")).isFalse();
    }
}
