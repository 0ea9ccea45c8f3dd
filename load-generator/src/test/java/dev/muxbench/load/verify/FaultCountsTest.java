package dev.muxbench.load.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultCountsTest {
    private final FaultCounts each = new FaultCounts(1, 2, 3, 0, 4, 5, 0, null, 6, "ab", 7, "no");

    @Test
    void ofASumTheFirstExampleIsKept() {
        assertThat(each.plus(new FaultCounts(10, 20, 30, 0, 40, 50, 0, null, 60, "cd", 70, "never")))
                .isEqualTo(new FaultCounts(11, 22, 33, 0, 44, 55, 0, null, 66, "ab", 77, "no"));
        assertThat(FaultCounts.NONE.plus(each)).isEqualTo(each);
    }

    @Test
    void whatHasArrivedDamagedIsNotLost() {
        assertThat(each.withMissing(10)).isEqualTo(new FaultCounts(6, 2, 3, 0, 4, 5, 0, null, 6, "ab", 7, "no"));
        assertThat(each.withMissing(3).lost()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1,0,0,0,0,0", "0,1,0,0,0,0", "0,0,1,0,0,0", "0,0,0,1,0,0", "0,0,0,0,1,0", "0,0,0,0,0,1"})
    void eachIsAFault(long lost, long duplicated, long reordered, long corrupted, long misdirected, long serverErrors) {
        assertThat(new FaultCounts(
                                lost,
                                duplicated,
                                reordered,
                                0,
                                corrupted,
                                misdirected,
                                0,
                                null,
                                0,
                                null,
                                serverErrors,
                                null)
                        .any())
                .isTrue();
    }

    @Test
    void whatOthersSayIsNone() {
        assertThat(new FaultCounts(0, 0, 0, 0, 0, 0, 0, null, 1, null, 0, null).any())
                .isFalse();
    }
}
