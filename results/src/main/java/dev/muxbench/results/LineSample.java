package dev.muxbench.results;

import java.util.Collection;
import java.util.Locale;

/**
 * The number of lines that a percentile of the latency rests on. Deliveries are more numerous, but all deliveries of
 * one line are one event: a line that is late is late for all.
 *
 * <p>Threads: any.
 *
 * @param ofAnEpoch  lines of the epoch with the fewest; each epoch gives one value of the percentile
 * @param altogether lines of all epochs
 * @param needed     lines that an epoch needs, so that ten are beyond the percentile
 */
public record LineSample(long ofAnEpoch, long altogether, long needed) {
    private static final double LINES_BEYOND = 10;

    /**
     * Returns the sample of a percentile.
     *
     * @param percentile such as 99.9, below 100
     * @param lines      of each epoch
     */
    static LineSample of(double percentile, Collection<Long> lines) {
        return new LineSample(
                lines.stream().mapToLong(Long::longValue).min().orElse(0),
                lines.stream().mapToLong(Long::longValue).sum(),
                Math.round(LINES_BEYOND / (1 - percentile / 100)));
    }

    /** True if an epoch has too few lines to say something about lines in general. */
    public boolean isTooSmall() {
        return ofAnEpoch < needed;
    }

    /** Returns the numbers for people. */
    @Override
    public String toString() {
        var text = String.format(Locale.ROOT, "%,d lines, %,d an epoch", altogether, ofAnEpoch);
        return isTooSmall() ? text + String.format(Locale.ROOT, ": too few, it takes %,d", needed) : text;
    }
}
