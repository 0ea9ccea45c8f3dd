package dev.muxbench.results;

import dev.muxbench.results.statistics.Median;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * The figures of one backend under one load, from the trials of undisturbed passes. A backend that was left out on the
 * way has no figures, because it has fewer passes than the others and only values of the same passes are compared.
 *
 * <p>Threads: one.
 */
public final class CellSummary {
    private final Trial.Cell cell;
    private final List<Trial> all;
    private final Optional<String> leftOut;
    private final List<Trial> used;
    private final Function<Trial, HistogramLog> histograms;
    private final Map<Integer, Histogram> merged = new TreeMap<>(); // by epoch, computed on demand
    private Optional<Histogram> whole = Optional.empty();

    CellSummary(Trial.Cell cell, List<Trial> all, Optional<String> leftOut, Function<Trial, HistogramLog> histograms) {
        this.cell = cell;
        this.all = all;
        this.leftOut = leftOut;
        this.histograms = histograms;
        this.used = leftOut.isPresent()
                ? List.of()
                : all.stream().filter(Trial::isMeasured).toList();
    }

    public Trial.Cell cell() {
        return cell;
    }

    /** Returns the trials that the figures come from, in the order in which they were made. */
    public List<Trial> used() {
        return used;
    }

    /** Returns why the backend was no longer measured from some trial on; empty if it was measured to the end. */
    public Optional<String> leftOut() {
        return leftOut;
    }

    /** Returns the failed trials, including the warm-up. */
    public List<Trial> failed() {
        return all.stream().filter(Trial::isFailed).toList();
    }

    /** Returns the number of trials whose passes were dropped. */
    public long dropped() {
        return all.stream().filter(Trial::dropped).count();
    }

    /** True if there are used trials, all of them are VALID, and no trial failed. */
    public boolean isSound() {
        return failed().isEmpty() && !used.isEmpty() && used.stream().allMatch(Trial::isValid);
    }

    /** Returns what a reader of the figures has to know, a sentence each. */
    public List<String> notes() {
        var notes = new ArrayList<String>();
        if (leftOut.isPresent()) {
            notes.add("left out: " + leftOut.get());
        } else if (used.isEmpty()) {
            notes.add(failed().isEmpty() ? "no trial" : "no figures: it failed");
        } else if (used.stream().noneMatch(Trial::isValid)) {
            notes.add("every trial is INVALID: the figures are not to be trusted");
        }
        all.stream()
                .filter(trial -> !trial.isValid() && (trial.pass() > 0 || trial.isFailed()))
                .forEach(trial -> notes.add(trial.place() + ": " + trial.judgement()));
        return notes;
    }

    /** Returns the latencies of all deliveries in all used trials; an empty histogram if there are no files of histograms. */
    public Histogram merged() {
        if (whole.isEmpty()) {
            whole = Optional.of(merge(used));
        }
        return whole.orElseThrow();
    }

    private Histogram merge(List<Trial> trials) {
        return HistogramLog.merge(trials.stream().map(histograms).toList());
    }

    /** Returns the values of the used trials; trials without one are left out. */
    public List<Double> values(Figure figure) {
        return used.stream()
                .map(trial -> trial.figure(figure))
                .filter(Double::isFinite)
                .toList();
    }

    /**
     * Returns the values to compare, by epoch and pass. A percentile of the latency has one value for each epoch, over
     * all deliveries of the epoch, because a trial has too few lines for it; without histograms it has the value of
     * each pass.
     */
    public Map<Integer, Map<Integer, Double>> byEpoch(Figure figure) {
        var values = new TreeMap<Integer, Map<Integer, Double>>();
        for (var trial : used) {
            double value = trial.figure(figure);
            var percentile = Double.isFinite(figure.percentile())
                    ? percentile(trial.epoch(), figure.percentile())
                    : Optional.<Double>empty();
            if (percentile.isPresent()) {
                values.put(trial.epoch(), Map.of(0, percentile.get()));
            } else if (Double.isFinite(value)) {
                values.computeIfAbsent(trial.epoch(), epoch -> new LinkedHashMap<>())
                        .put(trial.pass(), value);
            }
        }
        return values;
    }

    /** Returns a percentile in nanoseconds; empty if there are no files of histograms. */
    private Optional<Double> percentile(int epoch, double percentile) {
        var histogram = merged.computeIfAbsent(
                epoch,
                number -> merge(
                        used.stream().filter(trial -> trial.epoch() == number).toList()));
        return histogram.getTotalCount() == 0
                ? Optional.empty()
                : Optional.of((double) histogram.getValueAtPercentile(percentile));
    }

    /** Returns the lines that a percentile of the latency rests on; empty for other figures, or if a trial's lines are unknown. */
    public Optional<LineSample> sample(Figure figure) {
        double percentile = figure.percentile();
        boolean isKnown = !used.isEmpty()
                && used.stream().allMatch(trial -> Double.isFinite(trial.figure(Figure.MEASURED_LINES)));
        return percentile < 100 && isKnown // no number of lines is enough for the maximum
                ? Optional.of(LineSample.of(
                        percentile,
                        used.stream()
                                .collect(Collectors.groupingBy(Trial::epoch, Collectors.summingLong(trial ->
                                        (long) trial.figure(Figure.MEASURED_LINES))))
                                .values()))
                : Optional.empty();
    }

    /** Returns the geometric mean of each epoch's values, or their median if they are not all positive. */
    public Map<Integer, Double> epochs(Figure figure) {
        var means = new TreeMap<Integer, Double>();
        byEpoch(figure).forEach((epoch, passes) -> means.put(epoch, mean(passes.values())));
        return means;
    }

    private static double mean(Collection<Double> values) {
        return values.stream().allMatch(value -> value > 0)
                ? Math.exp(values.stream().mapToDouble(Math::log).average().orElse(Double.NaN))
                : Median.of(values);
    }
}
