package dev.muxbench.load;

import java.util.ArrayList;
import java.util.List;

/**
 * Searches the highest value, such as a rate, at which a server keeps an objective: doubles it until the objective is missed, halves the
 * distance until it is small, and then repeats both ends of what is left, as one run near the limit says little: if the upper one is kept
 * after all, as a server that was cold when it was tried first keeps it later, the search goes on from there.
 *
 * <p>A value counts as kept if most of the runs that repeat it kept the objective. The runs that have led to it do not count: it was chosen
 * because they kept it. A run whose figures are not to be trusted counts as one that did not: what lies above it cannot be measured with
 * this generator. After {@value #MOST_INVALID} such runs in a row the search ends without a value.
 *
 * <p>Threads: the caller's.
 */
public final class SloSearch {
    /** Neighbours on the way: a value is known to 5 %. */
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
    public record Try(double value, Outcome outcome) {}

    /**
     * Where the limit is.
     *
     * @param kept     highest value that was kept; 0 if none was
     * @param runs     that repeated it; 0 if it was stopped before that
     * @param keptRuns of these, in which it was kept
     * @param above    lowest higher value that was tried and not kept; infinite if each was
     * @param invalid  whether that was for want of figures to be trusted
     * @param tries    all runs, in their order
     * @param stopped  by the user: the limit may be elsewhere
     */
    public record Result(
            double kept, int runs, int keptRuns, double above, boolean invalid, List<Try> tries, boolean stopped) {
        /**
         * With a confidence of 95 %: at the kept value at least such a share of all runs keeps the objective (Clopper and Pearson 1934,
         * one-sided; 0 if a run missed it, where more is not worth a formula).
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

    /** Until the ends are close. */
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

    /** Goes down until repeats say of the lower end that it is kept. */
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

    /** If what had missed the upper end was chance it is the lower one now. */
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

    /** Until so many runs have said so, or most cannot any more. */
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
