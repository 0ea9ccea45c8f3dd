package dev.muxbench.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How tests wait: they look often, as most of what they wait for takes some milliseconds. Threads: any. */
final class Waiting {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Waiting() {}

    /** Fails after a time that also a busy machine does not need. */
    static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(2, TimeUnit.MILLISECONDS);
    }

    /** Not to wait for anything: that time goes by is what is tested. */
    static void letPass(Duration time) {
        Awaitility.await()
                .atMost(time.multipliedBy(2).plus(PATIENCE))
                .pollDelay(time)
                .until(() -> true);
    }
}
