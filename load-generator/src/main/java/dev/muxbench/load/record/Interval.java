package dev.muxbench.load.record;

import org.HdrHistogram.Histogram;

/**
 * What happened in about a second of a run.
 *
 * @param startNanos   since the run's start; the warm-up counts
 * @param endNanos     likewise
 * @param phase        in which it began
 * @param sent         lines
 * @param deliveries   verified, whenever their lines were due
 * @param latencyNanos of measured deliveries that arrived in it, from when they were due
 * @param lateNanos    how late the latest of its lines was handed to the socket; 0 if none was sent
 */
public record Interval(
        long startNanos,
        long endNanos,
        Phase phase,
        long sent,
        long deliveries,
        Histogram latencyNanos,
        long lateNanos) {

    /** Part of a run. */
    public enum Phase {
        WARM_UP("warming up"),
        MEASURED("measuring"),
        DRAIN("draining");

        private final String label;

        Phase(String label) {
            this.label = label;
        }

        /** Returns the name of the phase, for people. */
        public String label() {
            return label;
        }
    }

    /** Adds the same second of another worker or process. The histogram is this one's, with the other's values added. */
    public Interval plus(Interval other) {
        latencyNanos.add(other.latencyNanos);
        return new Interval(
                startNanos,
                Math.max(endNanos, other.endNanos),
                phase,
                sent + other.sent,
                deliveries + other.deliveries,
                latencyNanos,
                Math.max(lateNanos, other.lateNanos));
    }

    /** Verified deliveries in a second. */
    public double deliveriesPerSecond() {
        return deliveries * 1e9 / (endNanos - startNanos);
    }
}
