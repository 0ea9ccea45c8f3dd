package dev.muxbench.load;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The time at which the first line is due. Threads: the run's, which asks again and again after its clients are connected. */
@FunctionalInterface
public interface StartTime {
    /** The load begins as soon as its clients are connected and its workers are awake. */
    StartTime AT_ONCE = () -> Optional.of(Instant.now().plus(Duration.ofMillis(50)));

    /** Returns the start by the wall clock; empty while it is not agreed yet. */
    Optional<Instant> instant();
}
