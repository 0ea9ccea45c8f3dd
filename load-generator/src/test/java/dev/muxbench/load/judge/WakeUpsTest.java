package dev.muxbench.load.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.record.Recording;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WakeUpsTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final WakeUps wakeUps = new WakeUps(MILLI);

    /** 500 ms awake in time and one stall of 500 ms: half of the values are that stall, and a fifth of these 400 ms or more. */
    @Test
    void aStallIsAsLongAsItIsAndNotOneOfManySleeps() {
        for (int i = 0; i < 500; i++) {
            wakeUps.onAwake(0);
        }
        wakeUps.onAwake(500 * MILLI);
        var late = wakeUps.errorNanos();
        assertThat(late.getCountBetweenValues(MILLI, late.getMaxValue())).isEqualTo(500);
        assertThat(late.getMaxValue()).isGreaterThanOrEqualTo(500 * MILLI);
        assertThat(late.getCountBetweenValues(400 * MILLI, 501 * MILLI)).isBetween(100L, 102L);
    }

    @Test
    void whatIsOutOfRangeIsCounted() {
        wakeUps.onAwake(Recording.HIGHEST_NANOS + 1);
        assertThat(wakeUps.outOfRange()).isEqualTo(1);
    }

    @Test
    void earlyIsInTime() {
        wakeUps.onAwake(-5);
        assertThat(wakeUps.errorNanos().getMaxValue()).isZero();
    }
}
