package dev.muxbench.load;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When the first line is due. Threads: the run's, which asks again and again once its clients are connected. */
@FunctionalInterface
public interface StartTime {
    /** As soon as the clients are connected, and their workers awake. */
    StartTime AT_ONCE = () -> Optional.of(Instant.now().plus(Duration.ofMillis(50)));

    /** By the wall clock; empty while nobody has said so. */
    Optional<Instant> instant();
}
