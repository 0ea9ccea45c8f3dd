package dev.muxbench.load;

import java.time.Duration;

/**
 * How a run itself goes about it, whatever it does to the server.
 *
 * @param connectPatience how long to wait when nobody else is let in
 * @param drainPatience   how long to wait at the end, when nothing arrives any more
 * @param poll            how often to look whether a phase is over
 * @param rehearsedLines  see {@link Rehearsal}
 */
public record RunSettings(Duration connectPatience, Duration drainPatience, Duration poll, int rehearsedLines) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** What is called 5,000 times is compiled for good, after half as many for now. */
    private static final int COMPILED_LINES = 20_000;

    public static final RunSettings DEFAULT =
            new RunSettings(PATIENCE, PATIENCE, Duration.ofMillis(100), COMPILED_LINES);
}
