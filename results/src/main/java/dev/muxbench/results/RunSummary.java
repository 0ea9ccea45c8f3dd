package dev.muxbench.results;

import dev.muxbench.results.statistics.Holm;
import dev.muxbench.results.statistics.Interval;
import dev.muxbench.results.statistics.Shift;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The figures of a run with what can be said about them. Ratios are paired: trials of one round were made close together, so that a
 * machine that becomes slower meanwhile is in both. Of one figure in one scenario all backends beside the baseline are one family
 * for {@link Holm}'s correction.
 *
 * <p>Threads: one.
 */
public final class RunSummary {
    private static final double MISTAKES = 1 - CellSummary.CONFIDENCE;

    /**
     * One backend beside another.
     *
     * @param value    by Hodges and Lehmann
     * @param interval 95 %; unbounded for fewer than six rounds
     */
    public record Ratio(double value, Interval interval, int rounds, Finding finding) {}

    private final Map<Trial.Cell, CellSummary> cells = new LinkedHashMap<>();

    /**
     * A run up to now.
     *
     * @param expected   cells that were asked for; others that have trials are added
     * @param histograms of a trial
     */
    public RunSummary(List<Trial.Cell> expected, List<Trial> trials, Function<Trial, HistogramLog> histograms) {
        var byCell = new LinkedHashMap<Trial.Cell, List<Trial>>();
        expected.forEach(cell -> byCell.put(cell, new ArrayList<>()));
        trials.forEach(trial ->
                byCell.computeIfAbsent(trial.cell(), cell -> new ArrayList<>()).add(trial));
        byCell.forEach((cell, list) -> cells.put(cell, new CellSummary(cell, list, histograms)));
    }

    /** In the order in which they were asked for. */
    public List<CellSummary> cells(String scenario) {
        return cells.values().stream()
                .filter(summary -> summary.cell().scenario().equals(scenario))
                .toList();
    }

    /** Empty if there is none. */
    public Optional<CellSummary> cell(Trial.Cell cell) {
        return Optional.ofNullable(cells.get(cell));
    }

    /**
     * All backends beside one of them, the same clients and rate.
     *
     * @return by cell; without the baseline itself and those that have no round in common with it
     */
    public Map<Trial.Cell, Ratio> ratios(Trial.Cell baseline, Figure figure) {
        if (figure.isCondition()) {
            return Map.of();
        }
        var base = cells.get(baseline);
        var shifts = new LinkedHashMap<Trial.Cell, Shift>();
        if (base != null) {
            cells.forEach((cell, summary) -> {
                if (!cell.equals(baseline)
                        && cell.withBackend(baseline.backend()).equals(baseline)) {
                    summary.logRatio(figure, base).ifPresent(shift -> shifts.put(cell, shift));
                }
            });
        }
        var shown = Holm.shown(shifts.values().stream().map(Shift::pValue).toList(), MISTAKES);
        var ratios = new LinkedHashMap<Trial.Cell, Ratio>();
        shifts.forEach((cell, shift) -> {
            boolean attainable = Holm.isAttainable(shift.smallestPValue(), shifts.size(), MISTAKES);
            ratios.put(cell, ratio(shift, figure, attainable, shown[ratios.size()]));
        });
        return ratios;
    }

    /** So many rounds can show a difference among so many backends: half to the power of them, on two sides, is small enough. */
    public static int leastRounds(int backends) {
        int rounds = 1;
        while (!Holm.isAttainable(Math.scalb(1.0, 1 - rounds), backends - 1, MISTAKES)) {
            rounds++;
        }
        return rounds;
    }

    private static Ratio ratio(Shift shift, Figure figure, boolean attainable, boolean shown) {
        double value = Math.exp(shift.estimate());
        var interval = shift.interval(CellSummary.CONFIDENCE).map(Math::exp);
        return new Ratio(value, interval, shift.count(), Finding.of(value, figure.higherIsBetter(), attainable, shown));
    }
}
