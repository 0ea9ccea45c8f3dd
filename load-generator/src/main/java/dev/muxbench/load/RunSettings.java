package dev.muxbench.load;

import java.time.Duration;

/**
 * How a run itself goes about it, whatever it does to the server.
 *
 * @param patience       how long to wait when nothing comes any more, while connecting and at the end
 * @param poll           how often to look whether a phase is over
 * @param rehearsedLines see {@link Rehearsal}
 */
record RunSettings(Duration patience, Duration poll, int rehearsedLines) {
    /** What is called 5,000 times is compiled for good, after half as many for now. */
    private static final int COMPILED_LINES = 20_000;

    static final RunSettings DEFAULT = new RunSettings(Duration.ofSeconds(5), Duration.ofMillis(100), COMPILED_LINES);
}
