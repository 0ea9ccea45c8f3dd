package dev.muxbench.load;

import dev.muxbench.load.plan.LoadException;
import java.util.ArrayList;
import java.util.List;

/**
 * Searches the highest rate at which a server keeps an objective: doubles the rate until it is missed, halves the distance until it is
 * small, and then repeats both ends of what is left, as one run near the limit says little: if the upper one is kept after all, as a
 * server that was cold when it was tried first keeps it later, the search goes on from there.
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
    private static final int MOST_RUNS = 100;
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
        while (low > LOWEST_RATE && low < HIGHEST_RATE) {
            double high = narrow(low, missedAbove(low));
            if (tries.size() >= MOST_RUNS || confirm(high, false)) {
                return;
            }
            low = high; // what had missed there was chance
        }
    }

    /** Doubles the rate until it is missed. */
    private double missedAbove(double kept) throws LoadException, InterruptedException, StoppedException {
        double high = 2 * kept;
        while (high < HIGHEST_RATE && !isMissed(high) && once(high)) {
            high *= 2;
        }
        return high;
    }

    /** Until the ends are close, and repeats say of the lower one that it is kept. Returns the upper one. */
    private double narrow(double from, double to) throws LoadException, InterruptedException, StoppedException {
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
        while (low > LOWEST_RATE && tries.size() < MOST_RUNS && !confirm(low, true)) {
            high = low;
            low /= PRECISION;
        }
        return high;
    }

    private boolean isMissed(double rate) {
        return count(rate, false) > count(rate, true);
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
