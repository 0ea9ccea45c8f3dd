package dev.muxbench.cli.chat;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long each time up to a bound, and at random between half of it and all, so that
 * the clients of a server that was restarted do not all come in the same instant.
 *
 * <p>Threads: one.
 */
final class Backoff {
    private final long firstNanos;
    private final long longestNanos;
    private final RandomGenerator random;
    private long nextNanos;

    Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.firstNanos = first.toNanos();
        this.longestNanos = longest.toNanos();
        this.random = random;
        reset();
    }

    Duration next() {
        long nanos = nextNanos / 2 + random.nextLong(nextNanos / 2 + 1);
        nextNanos = Math.min(2 * nextNanos, longestNanos);
        return Duration.ofNanos(nanos);
    }

    void reset() {
        nextNanos = firstNanos;
    }
}
