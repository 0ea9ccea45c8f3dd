package dev.muxbench.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    @Test
    void doublesUpToTheBoundAndSpreads() {
        for (int seed = 0; seed < 100; seed++) {
            var backoff = new Backoff(FIRST, LONGEST, new Random(seed));
            var upper = FIRST;
            for (int i = 0; i < 20; i++) {
                assertThat(backoff.next()).isBetween(upper.dividedBy(2), upper);
                upper = upper.compareTo(LONGEST.dividedBy(2)) > 0 ? LONGEST : upper.multipliedBy(2);
            }
            backoff.reset();
            assertThat(backoff.next()).isBetween(FIRST.dividedBy(2), FIRST);
        }
    }
}
