package dev.muxbench.load.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int SECONDS = 20;
    private static final long START = -SECOND; // System.nanoTime() may be anything

    /** Whoever takes all there is, whenever it likes, gets the rate and no more than one filling ahead of it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 3, 999, 10 << 10, 1 << 20, 1L << 30})
    void theRateIsKeptAndUsedUp(long rate) {
        var bucket = new TokenBucket(rate, 256 << 10, START);
        var random = new SplittableRandom(rate);
        long now = START;
        int capacity = bucket.available(now);
        long taken = 0;
        while (now < START + SECONDS * SECOND) {
            int most = bucket.available(now);
            bucket.take(most, now);
            taken += most;
            assertThat(taken - capacity).isLessThanOrEqualTo((long) (rate * ((now - START) / 1e9)) + 1);
            now += 1 + random.nextLong(2 * bucket.pauseNanos());
        }
        assertThat(taken).isGreaterThan((long) (rate * SECONDS * 0.9) - 2L * capacity);
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "1000, 100", "1048576, 104857", "1073741824, 262144"})
    void itHoldsATenthOfASecondsWorthAndNoMoreThanARead(long rate, int bytes) {
        assertThat(new TokenBucket(rate, 256 << 10, START).available(START)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 10 << 10, 1L << 30})
    void afterThePauseThereIsSomethingAgain(long rate) {
        var bucket = new TokenBucket(rate, 256 << 10, START);
        int capacity = bucket.available(START);
        bucket.take(capacity, START);
        assertThat(bucket.available(START)).isZero();
        assertThat(bucket.available(START + bucket.pauseNanos() + 2)).isBetween(1, capacity / 2 + 10);
        assertThat(bucket.available(START + 2 * bucket.pauseNanos() + 2)).isEqualTo(capacity);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void whatIsTakenTooMuchIsMissingLater(int tooMuch) {
        var bucket = new TokenBucket(1000, 256 << 10, START);
        bucket.take(bucket.available(START) + tooMuch, START);
        assertThat(bucket.available(START + tooMuch * SECOND / 1000)).isZero();
        assertThat(bucket.available(START + (tooMuch + 1) * SECOND / 1000)).isEqualTo(1);
    }
}
