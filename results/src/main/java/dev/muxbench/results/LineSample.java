package dev.muxbench.results;

import java.util.Collection;
import java.util.Locale;

/**
 * How many lines a percentile of the latency rests on. Its deliveries are more, but those of one line are one event: a line that is late
 * is late for all.
 *
 * <p>Threads: any.
 *
 * @param ofAnEpoch  of the epoch that has the fewest; the percentile of each epoch is one value
 * @param altogether of all epochs
 * @param needed     of an epoch, so that ten lines are beyond the percentile
 */
public record LineSample(long ofAnEpoch, long altogether, long needed) {
    private static final double LINES_BEYOND = 10;

    /**
     * Of a percentile.
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

    /** It says how those few lines were, and little about others. */
    public boolean isTooSmall() {
        return ofAnEpoch < needed;
    }

    /** Returns the sample in words. */
    @Override
    public String toString() {
        var text = String.format(Locale.ROOT, "%,d lines, %,d an epoch", altogether, ofAnEpoch);
        return isTooSmall() ? text + String.format(Locale.ROOT, ": too few, it takes %,d", needed) : text;
    }
}
