package dev.muxbench.load;

import java.time.Duration;

/**
 * Settings of a run that do not concern the server.
 *
 * @param connectPatience how long to wait when no further client is let in
 * @param drainPatience   how long to wait at the end, when nothing arrives any more; a dozen times as long while lines of others do
 * @param poll            how often to check whether a phase is over
 * @param rehearsedLines  see {@link Rehearsal}
 */
public record RunSettings(Duration connectPatience, Duration drainPatience, Duration poll, int rehearsedLines) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Enough for the JVM's second compiler, which takes up a method after 5,000 calls. */
    private static final int COMPILED_LINES = 20_000;

    public static final RunSettings DEFAULT =
            new RunSettings(PATIENCE, PATIENCE, Duration.ofMillis(100), COMPILED_LINES);
}
