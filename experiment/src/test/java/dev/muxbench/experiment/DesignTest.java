package dev.muxbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DesignTest {
    @Test
    void thePassesLeaveTimeForTheReserve() {
        assertThat(Design.passes(100, 10)).isEqualTo(8); // and two
        assertThat(Design.reserve(8)).isEqualTo(2);
        assertThat(Design.passes(50, 10)).isEqualTo(4);
    }

    @Test
    void thereIsOnePassAtLeast() {
        assertThat(Design.passes(1, 10)).isOne();
        assertThat(Design.passes(-5, 10)).isOne();
        assertThat(Design.reserve(1)).isOne();
    }

    @Test
    void whatTakesNoTimeIsNotDoneForEver() {
        assertThat(Design.passes(10, 0)).isEqualTo(1000);
    }
}
