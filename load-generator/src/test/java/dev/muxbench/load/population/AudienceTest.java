package dev.muxbench.load.population;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AudienceTest {
    private final Audience audience = new Audience(2, sender -> 5 + sender);

    @Test
    void aLineIsOwedToThoseWhoAreThereWhenItIsBegun() {
        assertThat(audience.begin(0)).isEqualTo(5);
        assertThat(audience.enter(0)).isEqualTo(1);
        assertThat(audience.begin(0)).isEqualTo(6);
        assertThat(audience.begin(0)).isEqualTo(6);
        assertThat(audience.leave(0)).isEqualTo(3);
        assertThat(audience.receivers(0)).isEqualTo(5);
        assertThat(audience.receivers(1)).isEqualTo(6);
    }

    @Test
    void aLineIsNotBegunForAnotherNumberOfReceiversThanThereAre() {
        audience.leave(1);
        assertThat(audience.beginFor(6, 1)).isFalse();
        assertThat(audience.beginFor(5, 1)).isTrue();
        assertThat(audience.enter(1)).isEqualTo(1);
    }
}
