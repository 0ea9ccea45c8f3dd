package dev.muxbench.load;

import java.util.ArrayList;
import java.util.List;

/**
 * Searches the highest rate at which a server keeps an objective: doubles the rate until it is missed, halves the distance until it is
 * small, and then repeats both ends of what is left, as one run near the limit says little.
 *
 * <p>A rate counts as kept if most of its runs kept the objective. A run whose figures are not to be trusted counts as one that did
 * not: what lies above it cannot be measured with this generator.
 *
 * <p>Threads: the caller's.
 */
public final class SloSearch {
    /** Neighbours on the way: a rate is known to 5 %. */
    private static final double PRECISION = 1.05;

    private static final int REPEATS = 3;
    private static final double HIGHEST_RATE = 1e8;
    private static final double LOWEST_RATE = 0.1;

    private final Probe probe;
    private final List<Try> tries = new ArrayList<>();

    /** One run. */
    public interface Probe {
        Outcome run(double linesPerSecond) throws LoadException, InterruptedException;
    }

    /** What became of a run. */
    public enum Outcome {
        KEPT,
        MISSED,
        /** Not to be trusted: the generator or the machine was the limit. */
        INVALID,
        /** By the user. */
        STOPPED
    }

    /** A run and its outcome. */
    public record Try(double linesPerSecond, Outcome outcome) {}

    /**
     * Where the limit is.
     *
     * @param kept     highest rate that was kept, lines/s; 0 if none was
     * @param runs     at that rate
     * @param keptRuns of these, in which it was kept
     * @param above    lowest higher rate that was tried and not kept; infinite if each was
     * @param invalid  whether that was for want of figures to be trusted
     * @param tries    all runs, in their order
     * @param stopped  by the user: the limit may be elsewhere
     */
    public record Result(
            double kept, int runs, int keptRuns, double above, boolean invalid, List<Try> tries, boolean stopped) {
        /**
         * With a confidence of 95 %: at the kept rate at least such a share of all runs keeps the objective (Clopper and Pearson 1934,
         * one-sided; 0 if a run missed it, where more is not worth a formula).
         */
        public double keptShareAtLeast() {
            return keptRuns == runs && runs > 0 ? Math.pow(0.05, 1.0 / runs) : 0;
        }
    }

    public SloSearch(Probe probe) {
        this.probe = probe;
    }

    /** @param first rate to try */
    public Result search(double first) throws LoadException, InterruptedException {
        try {
            bracket(first);
        } catch (StoppedException e) {
            return result(true);
        }
        return result(false);
    }

    private void bracket(double first) throws LoadException, InterruptedException, StoppedException {
        double low = first;
        while (low > LOWEST_RATE && !once(low)) {
            low /= 2;
        }
        if (low <= LOWEST_RATE) {
            return;
        }
        double high = low < first ? low * 2 : first * 2;
        while (high < HIGHEST_RATE && high > low && isFresh(high) && once(high)) {
            low = high;
            high *= 2;
        }
        narrow(low, high);
    }

    /** Until the ends are close, and repeats say the same of each. */
    private void narrow(double from, double to) throws LoadException, InterruptedException, StoppedException {
        double low = from;
        double high = to;
        while (high / low > PRECISION) {
            double middle = Math.sqrt(low * high);
            if (once(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        while (!confirm(low, true) && low > LOWEST_RATE) {
            high = low;
            low /= PRECISION;
        }
        if (high < HIGHEST_RATE) {
            confirm(high, false);
        }
    }

    private boolean isFresh(double rate) {
        return tries.stream().noneMatch(earlier -> earlier.linesPerSecond == rate);
    }

    private boolean once(double rate) throws LoadException, InterruptedException, StoppedException {
        var outcome = probe.run(rate);
        if (outcome == Outcome.STOPPED) {
            throw new StoppedException();
        }
        tries.add(new Try(rate, outcome));
        return outcome == Outcome.KEPT;
    }

    /** Repeats until so many runs have said so, or most cannot any more. */
    private boolean confirm(double rate, boolean kept) throws LoadException, InterruptedException, StoppedException {
        while (count(rate, kept) < REPEATS && count(rate, !kept) <= REPEATS / 2) {
            once(rate);
        }
        return count(rate, kept) >= REPEATS;
    }

    private int count(double rate, boolean kept) {
        return (int) tries.stream()
                .filter(run -> run.linesPerSecond == rate && (run.outcome == Outcome.KEPT) == kept)
                .count();
    }

    private boolean isKept(double rate) {
        return count(rate, true) > count(rate, false);
    }

    private Result result(boolean stopped) {
        double kept = tries.stream()
                .mapToDouble(Try::linesPerSecond)
                .filter(this::isKept)
                .max()
                .orElse(0);
        double above = tries.stream()
                .mapToDouble(Try::linesPerSecond)
                .filter(rate -> rate > kept && !isKept(rate))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
        boolean invalid = tries.stream()
                .filter(run -> run.linesPerSecond == above)
                .anyMatch(run -> run.outcome == Outcome.INVALID);
        int keptRuns = count(kept, true);
        return new Result(kept, keptRuns + count(kept, false), keptRuns, above, invalid, List.copyOf(tries), stopped);
    }

    private static final class StoppedException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
