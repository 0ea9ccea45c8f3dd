package dev.muxbench.load;

import org.HdrHistogram.Histogram;

/**
 * What happened in about a second of a run.
 *
 * @param startNanos   since the run's start; the warm-up counts
 * @param endNanos     likewise
 * @param measured     whether it lies in the measured time
 * @param sent         lines
 * @param deliveries   verified, whenever their lines were due
 * @param latencyNanos of measured deliveries that arrived in it, from when they were due
 */
public record Interval(
        long startNanos, long endNanos, boolean measured, long sent, long deliveries, Histogram latencyNanos) {

    /** Verified deliveries in a second. */
    public double deliveriesPerSecond() {
        return deliveries * 1e9 / (endNanos - startNanos);
    }
}
