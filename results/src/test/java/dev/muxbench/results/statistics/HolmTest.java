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

    @Test
    void whoReachesTheThresholdPasses() {
        assertThat(Holm.shown(List.of(0.05), 0.05)).containsExactly(true);
        assertThat(Holm.shown(List.of(0.051), 0.05)).containsExactly(false);
    }

    @Test
    void theMoreAreComparedTheClearerTheClearestMustBe() {
        assertThat(Holm.isAttainable(0.025, 2, 0.05)).isTrue();
        assertThat(Holm.isAttainable(0.026, 2, 0.05)).isFalse();
        assertThat(Holm.isAttainable(0.026, 1, 0.05)).isTrue();
    }
}
