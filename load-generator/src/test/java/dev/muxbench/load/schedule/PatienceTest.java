package dev.muxbench.load.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final long MILLI = 1_000_000;
    private static final long START = Long.MAX_VALUE - 100 * MILLI; // the clock may overflow

    private final Patience patience = new Patience(Duration.ofSeconds(1), START);
    private long now = START;

    private boolean isOverAfter(long millis) {
        now += millis * MILLI;
        return patience.isOver(now);
    }

    @Test
    void whoLooksOftenWaitsForAsLongAsItSays() {
        for (int i = 0; i < 20; i++) {
            assertThat(isOverAfter(50)).isFalse();
        }
        assertThat(isOverAfter(1)).isTrue();
    }

    /** A process that was stopped for an hour has waited for a fifth of a second. */
    @Test
    void timeInWhichNobodyLookedIsNotTimeInWhichNothingCame() {
        assertThat(isOverAfter(3_600_000)).isFalse();
        for (int i = 0; i < 16; i++) {
            assertThat(isOverAfter(50)).isFalse();
        }
        assertThat(isOverAfter(1)).isTrue();
    }

    @Test
    void whatHappensBeginsItAnew() {
        assertThat(isOverAfter(90)).isFalse();
        patience.renew(now);
        for (int i = 0; i < 10; i++) {
            assertThat(isOverAfter(100)).isFalse();
        }
        assertThat(isOverAfter(1)).isTrue();
    }
}
