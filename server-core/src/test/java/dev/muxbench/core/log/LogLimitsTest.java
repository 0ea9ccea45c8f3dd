package dev.muxbench.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLimitsTest {
    /** A power of two that has room for the longest line, and a sixteenth of the mark. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 4096, 4096",
        "4096, 1048576, 4096, 65536",
        "4097, 1048576, 8192, 65536",
        "8192, 1048575, 8192, 32768",
        "1, 1073741824, 4096, 262144",
        "1048576, 1048576, 1048576, 1048576"
    })
    void sizesFollowFromTheLongestLineAndTheMark(int longestLine, long highWater, int first, int largest) {
        assertThat(LogLimits.of(longestLine, highWater)).isEqualTo(new LogLimits(first, largest, highWater, 50));
    }

    @Test
    void whoLagsByTheLimitIsNotInTheOldestSegmentYet() {
        assertThat(LogLimits.ofMaxLag(1, 1 << 20)).isEqualTo(new LogLimits(4096, 65536, (1 << 20) + 65536, 100));
    }

    @Test
    void theLowMarkIsAShareOfTheHighOne() {
        assertThat(new LogLimits(64, 256, 1000).lowWaterBytes(600)).isEqualTo(300);
        assertThat(new LogLimits(64, 256, 1000, 100).lowWaterBytes(600)).isEqualTo(600);
    }

    @ParameterizedTest
    @CsvSource({
        "64, 1, 1000, 128",
        "256, 1, 1000, 256",
        "128, 0, 1000, 128",
        "128, -1, 1000, 64",
        "64, -1, 1000, 64",
        "128, 1, 256, 256",
        "128, 1, 255, 64"
    })
    void theNextSegmentIsLargerOrSmallerAsFarAsThereIsMemory(int current, int growth, long available, int next) {
        assertThat(new LogLimits(64, 256, 1000).nextSegmentBytes(current, growth, available))
                .isEqualTo(next);
    }
}
