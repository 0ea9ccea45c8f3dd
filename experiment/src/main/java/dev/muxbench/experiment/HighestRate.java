package dev.muxbench.experiment;

/**
 * The highest rate that keeps an objective, looked for between two rates in a fixed number of probes. Every trial of a contestant has the
 * same two, whatever was found before, so that trials are as independent of each other as those of any other figure.
 *
 * <p>Threads: one.
 */
final class HighestRate {
    static final int PROBES = 4;
    private static final double REACH = 1.6; // to either side; four probes leave a sixteenth of it, 6 %

    private double low;
    private double high;

    /** Between two rates, in lines/s. */
    HighestRate(double low, double high) {
        this.low = low;
        this.high = high;
    }

    /** Looks for one that is about as high as this, in lines/s. */
    static HighestRate around(double rate) {
        return new HighestRate(rate / REACH, rate * REACH);
    }

    /** To be tried, in lines/s: the geometric middle of where it may be. */
    double next() {
        return Math.sqrt(low * high);
    }

    /** Whether the objective was kept at {@link #next}. */
    void add(boolean isKept) {
        if (isKept) {
            low = next();
        } else {
            high = next();
        }
    }

    /** In lines/s, as far as it is known. */
    double result() {
        return next();
    }

    /** Whether as many of its probes kept the objective as if the rate lies below the lower end, or above the higher one. */
    static boolean isBeyond(double kept) {
        return kept == 0 || kept == PROBES;
    }
}
