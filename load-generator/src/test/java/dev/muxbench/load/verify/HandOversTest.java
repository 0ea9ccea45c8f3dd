package dev.muxbench.load.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandOversTest {
    private static final int SENDERS = 3;
    private static final int RING = 1 << LineRing.of(SENDERS).bits();

    private final HandOvers handOvers = new HandOvers(SENDERS);

    @Test
    void eachLineHasItsOwn() {
        for (int sender = 0; sender < SENDERS; sender++) {
            for (int number = 0; number < RING; number++) {
                handOvers.put(sender, number, sender * 1_000_000_000_000L + number);
            }
        }
        for (int sender = 0; sender < SENDERS; sender++) {
            for (int number = 0; number < RING; number++) {
                assertThat(handOvers.lateNanos(sender, number)).isEqualTo(sender * 1_000_000_000_000L + number);
            }
        }
    }

    /** The fewer senders, the more; within the memory that all of them may have. */
    @ParameterizedTest
    @CsvSource({"1, 65536", "64, 65536", "1000, 4096", "65536, 64", "1000000, 64"})
    void howManyLinesOfASenderAreFollowed(int senders, int lines) {
        assertThat(LineRing.of(senders).length()).isEqualTo(lines);
    }

    @Test
    void aLineWhoseSlotAnotherHasByNowIsUnknown() {
        handOvers.put(1, 5, 77);
        handOvers.put(1, RING + 5, 88);
        assertThat(handOvers.lateNanos(1, 5)).isEqualTo(HandOvers.UNKNOWN);
        assertThat(handOvers.lateNanos(1, RING + 5)).isEqualTo(88);
    }

    @Test
    void theHighestNumber() {
        handOvers.put(2, Integer.MAX_VALUE, Long.MAX_VALUE);
        assertThat(handOvers.lateNanos(2, Integer.MAX_VALUE)).isEqualTo((1L << 48) - 1);
    }
}
