package dev.muxbench.results.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HolmTest {
    @Test
    void eachPassesTheThresholdOfItsRank() {
        assertThat(Holm.shown(List.of(0.04, 0.01, 0.02), 0.05)).containsExactly(true, true, true);
    }

    @Test
    void nothingPassesBehindOneThatDoesNot() {
        assertThat(Holm.shown(List.of(0.01, 0.03, 0.03), 0.05)).containsExactly(true, false, false);
        assertThat(Holm.shown(List.of(0.02, 0.03, 0.04), 0.05)).containsExactly(false, false, false);
        assertThat(Holm.shown(List.of(), 0.05)).isEmpty();
    }
}
