package dev.muxbench.results;

import dev.muxbench.results.statistics.Interval;
import dev.muxbench.results.statistics.Median;
import dev.muxbench.results.statistics.Shift;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * What the trials of one backend in one scenario say. VALID trials count; where there is none, INVALID ones, and {@link #notes()} says so.
 *
 * <p>Threads: one.
 */
public final class CellSummary {
    static final double CONFIDENCE = 0.95;

    /**
     * A figure.
     *
     * @param value    a percentile of all trials' histograms merged; of everything else the median trial. NaN if it does not exist
     * @param interval of the median trial, 95 %, exact; unbounded for fewer than six
     * @param trials   one value each, in the order of the rounds
     */
    public record Value(double value, Interval interval, List<Double> trials) {}

    private final Trial.Cell cell;
    private final List<Trial> all;
    private final List<Trial> used;
    private final Function<Trial, HistogramLog> histograms;
    private Optional<Histogram> merged = Optional.empty();

    CellSummary(Trial.Cell cell, List<Trial> all, Function<Trial, HistogramLog> histograms) {
        this.cell = cell;
        this.all = all;
        this.histograms = histograms;
        var valid = all.stream().filter(Trial::isValid).toList();
        this.used = valid.isEmpty()
                ? all.stream().filter(trial -> !trial.isFailed()).toList()
                : valid;
    }

    public Trial.Cell cell() {
        return cell;
    }

    /** Those that its figures come from. */
    public List<Trial> used() {
        return used;
    }

    public long failed() {
        return all.stream().filter(Trial::isFailed).count();
    }

    public long invalid() {
        return all.stream()
                .filter(trial -> !trial.isFailed() && !trial.isValid())
                .count();
    }

    /** It says something about the backend, and nothing speaks against it. */
    public boolean isSound() {
        return failed() == 0 && used.stream().anyMatch(Trial::isValid);
    }

    /** What a reader of the figures has to know, trial by trial. */
    public List<String> notes() {
        var notes = new ArrayList<String>();
        if (all.isEmpty()) {
            notes.add("no trial");
        } else if (used.isEmpty()) {
            notes.add("no figures: every trial failed");
        } else if (!used.getFirst().isValid()) {
            notes.add("every trial is INVALID: the figures are not to be trusted");
        }
        for (var trial : all) {
            if (!trial.isValid()) {
                notes.add("round " + trial.round() + (trial.attempt() == 1 ? "" : ", attempt " + trial.attempt()) + ": "
                        + trial.judgement());
            }
        }
        return notes;
    }

    /** All deliveries of all trials. Empty if there is no file of histograms. */
    public Histogram merged() {
        if (merged.isEmpty()) {
            merged =
                    Optional.of(HistogramLog.merge(used.stream().map(histograms).toList()));
        }
        return merged.orElseThrow();
    }

    public Value value(Figure figure) {
        var values = used.stream()
                .map(trial -> trial.figure(figure))
                .filter(Double::isFinite)
                .toList();
        double value = Median.of(values);
        if (Double.isFinite(figure.percentile()) && merged().getTotalCount() > 0) {
            value = merged().getValueAtPercentile(figure.percentile());
        }
        return new Value(value, Median.interval(values, CONFIDENCE), values);
    }

    /** How this one stands to another, by the rounds that both have. Empty if there is none with a positive figure. */
    Optional<Shift> logRatio(Figure figure, CellSummary base) {
        var theirs = byRound(figure, base);
        var pairs = new ArrayList<Double>();
        byRound(figure, this).forEach((round, value) -> {
            if (theirs.containsKey(round)) {
                pairs.add(Math.log(value / theirs.get(round)));
            }
        });
        return pairs.isEmpty()
                ? Optional.empty()
                : Optional.of(Shift.paired(
                        pairs.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    private static Map<Integer, Double> byRound(Figure figure, CellSummary summary) {
        var values = new LinkedHashMap<Integer, Double>();
        for (var trial : summary.used) {
            double value = trial.figure(figure);
            if (Double.isFinite(value) && value > 0) {
                values.putIfAbsent(trial.round(), value);
            }
        }
        return values;
    }
}
