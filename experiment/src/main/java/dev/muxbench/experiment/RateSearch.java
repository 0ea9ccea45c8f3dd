package dev.muxbench.experiment;

import java.util.OptionalDouble;

/**
 * Finds about the highest rate at which an unknown server keeps an objective: doubles the rate while the objective is kept, or else halves
 * it until it is. The best of three probes decides on each rate, because one probe near the limit says little.
 *
 * <p>Threads: one.
 */
final class RateSearch {
    private static final int MOST_STEPS = 8; // to a rate 256 times as high
    private static final int MAJORITY = 2;

    private final double least;
    private double rate;
    private int kept; // of the probes at this rate
    private int missed;
    private boolean wasKept; // at the rate before
    private int steps;
    private boolean over;
    private double result = Double.NaN;

    /**
     * A search.
     *
     * @param first lines/s to begin at
     * @param least lines/s to go down to
     */
    RateSearch(double first, double least) {
        this.rate = first;
        this.least = least;
    }

    /** Returns the rate to try next, in lines/s. */
    double next() {
        return rate;
    }

    /** Takes the outcome at {@link #next}. */
    void add(boolean isKept) {
        kept += isKept ? 1 : 0;
        missed += isKept ? 0 : 1;
        if (kept == MAJORITY || missed == MAJORITY) {
            step(kept == MAJORITY);
            kept = 0;
            missed = 0;
        }
    }

    private void step(boolean isKept) {
        if (steps > 0 && isKept != wasKept) {
            over = true;
            result = rate * Math.sqrt(isKept ? 2 : 0.5); // between this one and the one before
            return;
        }
        double further = isKept ? 2 * rate : rate / 2;
        over = steps == MOST_STEPS || further < least;
        wasKept = isKept;
        if (!over) {
            rate = further;
            steps++;
        }
    }

    boolean isOver() {
        return over;
    }

    /** Returns the rate in lines/s; empty if the objective was kept at every rate, or at none. */
    OptionalDouble result() {
        return Double.isNaN(result) ? OptionalDouble.empty() : OptionalDouble.of(result);
    }

    /** Returns why there is no result, if {@link #isOver}. */
    String failure() {
        return (wasKept ? "it is kept even at " : "it is not kept even at ") + Math.round(rate) + " lines/s";
    }
}
