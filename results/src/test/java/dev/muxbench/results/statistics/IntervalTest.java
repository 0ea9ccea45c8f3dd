package dev.muxbench.results.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntervalTest {
    private final Interval interval = new Interval(-1, 2);

    @Test
    void itsEndsAreInIt() {
        assertThat(interval.contains(-1)).isTrue();
        assertThat(interval.contains(2)).isTrue();
        assertThat(interval.contains(-1.1)).isFalse();
        assertThat(interval.contains(2.1)).isFalse();
    }

    @Test
    void itIsBoundedOnBothSides() {
        assertThat(interval.isBounded()).isTrue();
        assertThat(new Interval(-1, Double.POSITIVE_INFINITY).isBounded()).isFalse();
        assertThat(new Interval(Double.NEGATIVE_INFINITY, 2).isBounded()).isFalse();
    }

    @Test
    void whatIsUnboundedIsSoOnEveryScale() {
        assertThat(interval.map(Math::exp)).isEqualTo(new Interval(Math.exp(-1), Math.exp(2)));
        assertThat(Interval.UNBOUNDED.map(Math::exp)).isEqualTo(Interval.UNBOUNDED);
    }
}
