package dev.muxbench.core.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.config.ClientLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private long nowNanos = Long.MAX_VALUE - 2 * SECOND_NANOS; // System.nanoTime() may be anything, and wraps

    private RateLimit limit(long linesPerSecond, long bytesPerSecond) {
        return new RateLimit(new ClientLimits(0, linesPerSecond, bytesPerSecond, Duration.ZERO), () -> nowNanos);
    }

    /** How many lines go through now. */
    private static int take(RateLimit limit, int bytesOfALine) {
        int taken = 0;
        while (!limit.isSpent()) {
            limit.charge(1, bytesOfALine);
            taken++;
        }
        return taken;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 100, 1_000_000})
    void aBurstIsThatOfOneSecondAndThenTheRateHolds(int perSecond) {
        var limit = limit(perSecond, 0);
        assertThat(take(limit, 50)).isEqualTo(perSecond);
        int taken = 0;
        for (int i = 0; i < 100; i++) {
            nowNanos += SECOND_NANOS / 20;
            taken += take(limit, 50);
        }
        assertThat(taken).isBetween(5 * perSecond - 1, 5 * perSecond);
    }

    @Test
    void restGivesNoMoreThanOneBurst() {
        var limit = limit(10, 0);
        take(limit, 1);
        nowNanos += 3600 * SECOND_NANOS;
        assertThat(take(limit, 1)).isEqualTo(10);
    }

    @Test
    void theFirstRateThatIsSpentCounts() {
        var limit = limit(1000, 1000);
        assertThat(take(limit, 100)).isEqualTo(10);
        nowNanos += SECOND_NANOS;
        assertThat(take(limit, 1)).isEqualTo(1000);
    }

    @Test
    void aLineThatIsLargerThanTheBurstIsPaidForAfterwards() {
        var limit = limit(0, 1000);
        limit.charge(1, 5000);
        nowNanos += 4 * SECOND_NANOS - 1;
        assertThat(limit.isSpent()).isTrue();
        nowNanos += 2;
        assertThat(limit.isSpent()).isFalse();
    }
}
