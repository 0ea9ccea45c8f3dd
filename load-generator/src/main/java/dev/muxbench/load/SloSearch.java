package dev.muxbench.load;

import java.util.ArrayList;
import java.util.List;

/**
 * Searches the highest value, such as a rate, at which a server keeps an objective. The search doubles the value until the objective is
 * missed, halves the distance until it is small, and then repeats both ends, because one run near the limit says little. If the upper end
 * is kept after all, as by a server that was cold at first, the search goes on from there.
 *
 * <p>A value counts as kept if most of the runs that repeat it kept the objective. The runs that led to the value do not count, because it
 * was chosen by them. An INVALID run counts as one that missed, because what lies above it cannot be measured with this generator. After
 * {@value #MOST_INVALID} such runs in a row the search ends without a value.
 *
 * <p>Threads: the caller's.
 */
public final class SloSearch {
    /** The ratio of the two ends at which the search is done. */
    private static final double PRECISION = 1.05;

    private static final int REPEATS = 3;
    private static final int MOST_RUNS = 100;
    private static final int MOST_INVALID = 10; // in a row: neither the value nor chance is the reason

    private final Probe probe;
    private final Range range;
    private final List<Try> tries = new ArrayList<>();
    private double low; // the highest that is taken for kept; 0 if none is
    private double high = Double.POSITIVE_INFINITY; // the lowest above it that is not
    private int repeatedFrom; // tries from this one on repeat the lower one

    /** One run. */
    public interface Probe {
        Outcome run(double value) throws InterruptedException;
    }

    /**
     * What is searched.
     *
     * @param lowest  above 0
     * @param highest that can be tried
     * @param whole   whether there is nothing between two whole numbers
     */
    public record Range(double lowest, double highest, boolean whole) {
        /** Lines/s. */
        public static final Range RATES = new Range(0.1, 1e8, false);

        private boolean isWide(double from, double to) {
            return to < Double.POSITIVE_INFINITY && to / from > PRECISION && (!whole || to - from > 1);
        }

        private double between(double from, double to) {
            double middle = Math.sqrt(from * to);
            return whole ? Math.max(from + 1, Math.floor(middle)) : middle;
        }

        private double below(double value, double ratio) {
            double lower = value / ratio;
            return Math.max(lowest, whole ? Math.min(value - 1, Math.floor(lower)) : lower);
        }
    }

    /** The outcome of a run. */
    public enum Outcome {
        KEPT,
        MISSED,
        /** The figures are not to be trusted, because the generator or the machine was the limit. */
        INVALID,
        /** The user stopped the search. */
        STOPPED
    }

    /** A run and its outcome. */
    public record Try(double value, Outcome outcome) {}

    /**
     * The result of a search.
     *
     * @param kept     highest value that was kept; 0 if none was
     * @param runs     number of runs that repeated it; 0 if the search was stopped before
     * @param keptRuns number of these that kept the objective
     * @param above    lowest higher value that was tried and not kept; infinite if each was kept
     * @param invalid  true if {@code above} was not kept because its runs were INVALID
     * @param tries    all runs, in their order
     * @param stopped  by the user, so the limit may be elsewhere
     */
    public record Result(
            double kept, int runs, int keptRuns, double above, boolean invalid, List<Try> tries, boolean stopped) {
        /**
         * Returns the share of all runs that at least keep the objective at the kept value, with a confidence of 95 % (Clopper and Pearson
         * 1934, one-sided); 0 if a run missed it.
         */
        public double keptShareAtLeast() {
            return keptRuns == runs && runs > 0 ? Math.pow(0.05, 1.0 / runs) : 0;
        }
    }

    public SloSearch(Range range, Probe probe) {
        this.range = range;
        this.probe = probe;
    }

    /** @param first value to try */
    public Result search(double first) throws InterruptedException {
        try {
            bracket(first);
        } catch (StoppedException e) {
            return result(true);
        } catch (HopelessException e) {
            low = 0;
        }
        return result(false);
    }

    private void bracket(double first) throws InterruptedException, StoppedException, HopelessException {
        if (!descend(first)) {
            return;
        }
        do {
            ascend();
            narrow();
            if (!confirmLow()) {
                return;
            }
        } while (high < Double.POSITIVE_INFINITY && tries.size() < MOST_RUNS && raise());
    }

    /** Halves the value until it is kept. */
    private boolean descend(double first) throws InterruptedException, StoppedException, HopelessException {
        double value = first;
        while (!once(value)) {
            high = value;
            if (value <= range.lowest) {
                return false;
            }
            value = range.below(value, 2);
        }
        takeForKept(value);
        return true;
    }

    private void takeForKept(double value) {
        low = value;
        repeatedFrom = tries.size();
    }

    /** Doubles the value until it is missed, or there is none above it. */
    private void ascend() throws InterruptedException, StoppedException, HopelessException {
        high = Double.POSITIVE_INFINITY;
        while (low < range.highest) {
            double next = Math.min(range.highest, 2 * low);
            if (isMissed(next) || !once(next)) {
                high = next;
                return;
            }
            takeForKept(next);
        }
    }

    /** Halves the distance until the ends are close. */
    private void narrow() throws InterruptedException, StoppedException, HopelessException {
        while (range.isWide(low, high)) {
            double middle = range.between(low, high);
            if (once(middle)) {
                takeForKept(middle);
            } else {
                high = middle;
            }
        }
    }

    /** Goes down until repeated runs confirm the lower end. */
    private boolean confirmLow() throws InterruptedException, StoppedException, HopelessException {
        while (!repeat(low, true, repeatedFrom)) {
            high = low;
            if (low <= range.lowest || tries.size() >= MOST_RUNS) {
                low = 0;
                return false;
            }
            takeForKept(range.below(low, PRECISION));
        }
        return true;
    }

    /** Repeats the upper end. If it is kept after all, it is the lower end from now on. */
    private boolean raise() throws InterruptedException, StoppedException, HopelessException {
        if (repeat(high, false, tries.size())) {
            return false;
        }
        takeForKept(high);
        return true;
    }

    private boolean once(double value) throws InterruptedException, StoppedException, HopelessException {
        var outcome = probe.run(value);
        if (outcome == Outcome.STOPPED) {
            throw new StoppedException();
        }
        tries.add(new Try(value, outcome));
        if (tries.size() >= MOST_INVALID
                && tries.subList(tries.size() - MOST_INVALID, tries.size()).stream()
                        .allMatch(run -> run.outcome == Outcome.INVALID)) {
            throw new HopelessException();
        }
        return outcome == Outcome.KEPT;
    }

    /** Repeats a value until enough runs agree, or most cannot any more. */
    private boolean repeat(double value, boolean kept, int from)
            throws InterruptedException, StoppedException, HopelessException {
        while (count(value, kept, from) < REPEATS && count(value, !kept, from) <= REPEATS / 2) {
            once(value);
        }
        return count(value, kept, from) >= REPEATS;
    }

    private boolean isMissed(double value) {
        return count(value, false, 0) > count(value, true, 0);
    }

    private int count(double value, boolean kept, int from) {
        return (int) tries.subList(from, tries.size()).stream()
                .filter(run -> run.value == value && (run.outcome == Outcome.KEPT) == kept)
                .count();
    }

    private Result result(boolean stopped) {
        boolean invalid =
                tries.stream().filter(run -> run.value == high).anyMatch(run -> run.outcome == Outcome.INVALID);
        int keptRuns = count(low, true, repeatedFrom);
        int runs = keptRuns + count(low, false, repeatedFrom);
        return new Result(low, runs, keptRuns, high, invalid, List.copyOf(tries), stopped);
    }

    private static final class StoppedException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static final class HopelessException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
