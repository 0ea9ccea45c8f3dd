package dev.muxbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HighestRateTest {
    private static final double SIXTEENTH = Math.pow(1.6 * 1.6, 1.0 / 16);

    private static double search(HighestRate rates, double limit) {
        for (int i = 0; i < HighestRate.PROBES; i++) {
            rates.add(rates.next() <= limit);
        }
        return rates.result();
    }

    @Test
    void itBeginsInTheGeometricMiddle() {
        assertThat(new HighestRate(100, 400).next()).isEqualTo(200, within(1e-9));
        assertThat(HighestRate.around(250).next()).isEqualTo(250, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {130, 180, 199, 201, 250, 310})
    void aLimitBetweenTheEndsIsFoundToHalfOfASixteenth(double limit) {
        assertThat(search(HighestRate.around(200), limit) / limit)
                .isBetween(1 / Math.sqrt(SIXTEENTH), Math.sqrt(SIXTEENTH));
    }

    @Test
    void aLimitBeyondAnEndIsTakenForTheEnd() {
        assertThat(search(HighestRate.around(200), 0)).isEqualTo(125 * Math.sqrt(SIXTEENTH), within(1e-9));
        assertThat(search(HighestRate.around(200), 1e9)).isEqualTo(320 / Math.sqrt(SIXTEENTH), within(1e-9));
        assertThat(HighestRate.isBeyond(0)).isTrue();
        assertThat(HighestRate.isBeyond(HighestRate.PROBES)).isTrue();
        assertThat(HighestRate.isBeyond(1)).isFalse();
    }
}
