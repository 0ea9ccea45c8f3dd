package dev.muxbench.experiment;

/**
 * Searches the highest rate that keeps an objective, between two rates, in a fixed number of probes. Each trial of a contestant begins with
 * the same two rates, whatever was found before, so that trials are independent of each other.
 *
 * <p>Threads: one.
 */
final class HighestRate {
    static final int PROBES = 4;
    private static final double REACH = 1.6; // to either side; four probes leave a sixteenth of it, 6 %

    private double low;
    private double high;

    /** A search between two rates, in lines/s. */
    HighestRate(double low, double high) {
        this.low = low;
        this.high = high;
    }

    /** Returns a search around a rate, in lines/s. */
    static HighestRate around(double rate) {
        return new HighestRate(rate / REACH, rate * REACH);
    }

    /** Returns the rate to try next, in lines/s: the geometric middle of what is left. */
    double next() {
        return Math.sqrt(low * high);
    }

    /** Takes the outcome at {@link #next}. */
    void add(boolean isKept) {
        if (isKept) {
            low = next();
        } else {
            high = next();
        }
    }

    /** Returns the rate found so far, in lines/s. */
    double result() {
        return next();
    }

    /** True if all or none of the probes kept the objective, so that the rate may lie outside of the two ends. */
    static boolean isBeyond(double kept) {
        return kept == 0 || kept == PROBES;
    }
}
