package dev.muxbench.results;

import dev.muxbench.results.statistics.Interval;
import dev.muxbench.results.statistics.Median;
import dev.muxbench.results.statistics.RandomizedBlocks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The figures of a run, their intervals and findings. Only values of the same passes are compared, see
 * {@link RandomizedBlocks}: the intervals of all pairs of contestants hold together, for one figure under one load.
 *
 * <p>Threads: one.
 */
public final class RunSummary {
    private static final double CONFIDENCE = 0.95;

    /** Least number of epochs: fewer say nothing about how processes of one contestant differ. */
    public static final int LEAST_EPOCHS = 2;

    /**
     * A contestant's figure.
     *
     * @param value    geometric mean of the epochs; their median if a value is not positive or no pass is complete; NaN
     *     if there is no value
     * @param interval 95 %, for this contestant alone; unbounded for a median, or fewer than two epochs
     */
    public record Level(double value, Interval interval) {}

    /**
     * A backend compared with another.
     *
     * @param value    geometric mean over the epochs
     * @param interval 95 %, simultaneously with the intervals of all other pairs; unbounded for fewer than two epochs
     */
    public record Ratio(double value, Interval interval, Finding finding) {}

    /** A figure of all contestants under one load. */
    private record Table(List<Trial.Cell> cells, Optional<RandomizedBlocks> blocks, int epochs) {}

    private record Load(String scenario, int clients, Optional<Point> point, Figure figure) {}

    private final Map<Trial.Cell, CellSummary> cells = new LinkedHashMap<>();
    private final Map<Load, Table> tables = new LinkedHashMap<>();

    /**
     * Summarizes a run so far.
     *
     * @param expected   requested cells; other cells that have trials are added
     * @param leftOut    returns why a cell was no longer measured from some trial on; empty if it was measured to the
     *     end
     * @param histograms returns the histograms of a trial
     */
    public RunSummary(
            List<Trial.Cell> expected,
            List<Trial> trials,
            Function<Trial.Cell, Optional<String>> leftOut,
            Function<Trial, HistogramLog> histograms) {
        var byCell = new LinkedHashMap<Trial.Cell, List<Trial>>();
        expected.forEach(cell -> byCell.put(cell, new ArrayList<>()));
        trials.forEach(trial ->
                byCell.computeIfAbsent(trial.cell(), cell -> new ArrayList<>()).add(trial));
        byCell.forEach((cell, list) -> cells.put(cell, new CellSummary(cell, list, leftOut.apply(cell), histograms)));
    }

    /** Returns the cells of a scenario in the order in which they were requested. */
    public List<CellSummary> cells(String scenario) {
        return cells.values().stream()
                .filter(summary -> summary.cell().scenario().equals(scenario))
                .toList();
    }

    /** Returns a cell's summary; empty if the run has no such cell. */
    public Optional<CellSummary> cell(Trial.Cell cell) {
        return Optional.ofNullable(cells.get(cell));
    }

    /** Returns a figure of one contestant. */
    public Level level(Trial.Cell cell, Figure figure) {
        var table = table(cell, figure);
        int index = table.cells.indexOf(cell);
        if (index >= 0 && table.blocks.isPresent()) {
            var blocks = table.blocks.get();
            return new Level(blocks.level(index), blocks.levelInterval(index));
        }
        double median = cell(cell)
                .map(summary -> Median.of(summary.epochs(figure).values()))
                .orElse(Double.NaN);
        return new Level(median, Interval.UNBOUNDED);
    }

    /**
     * Compares all backends with one of them, under the same load.
     *
     * @return by cell, without the baseline itself and contestants without a positive figure; empty if the contestants
     *     have no pass in common, or the figure is a condition
     */
    public Map<Trial.Cell, Ratio> ratios(Trial.Cell baseline, Figure figure) {
        var ratios = new LinkedHashMap<Trial.Cell, Ratio>();
        var table = table(baseline, figure);
        int base = table.cells.indexOf(baseline);
        if (base >= 0 && !figure.isCondition()) {
            table.blocks.ifPresent(blocks -> {
                for (int i = 0; i < table.cells.size(); i++) {
                    if (i != base) {
                        ratios.put(table.cells.get(i), ratio(blocks, i, base, figure, table.epochs));
                    }
                }
            });
        }
        return ratios;
    }

    private static Ratio ratio(RandomizedBlocks blocks, int one, int other, Figure figure, int epochs) {
        double value = blocks.ratio(one, other);
        return new Ratio(
                value,
                blocks.ratioInterval(one, other),
                Finding.of(value, figure.higherIsBetter(), epochs >= LEAST_EPOCHS, blocks.isShown(one, other)));
    }

    private Table table(Trial.Cell cell, Figure figure) {
        var load = new Load(cell.scenario(), cell.clients(), Optional.ofNullable(cell.point()), figure);
        return tables.computeIfAbsent(load, key -> tabulate(cell, figure));
    }

    /**
     * Tabulates a figure: first leaves out contestants that have no value or one that is not positive, then passes that
     * one of the rest lacks.
     */
    private Table tabulate(Trial.Cell of, Figure figure) {
        var values = new LinkedHashMap<Trial.Cell, Map<Integer, Map<Integer, Double>>>();
        cells.forEach((cell, summary) -> {
            if (cell.withBackend(of.backend()).equals(of)) {
                var byEpoch = summary.byEpoch(figure);
                if (!byEpoch.isEmpty() && areAllPositive(byEpoch)) {
                    values.put(cell, byEpoch);
                }
            }
        });
        var epochs = new TreeMap<Integer, List<double[]>>();
        if (!values.isEmpty()) {
            values.values()
                    .iterator()
                    .next()
                    .forEach((epoch, passes) -> passes.keySet()
                            .forEach(pass -> pass(values, epoch, pass)
                                    .ifPresent(complete -> epochs.computeIfAbsent(epoch, number -> new ArrayList<>())
                                            .add(complete))));
        }
        var blocks = epochs.isEmpty()
                ? Optional.<RandomizedBlocks>empty()
                : Optional.of(RandomizedBlocks.of(List.copyOf(epochs.values()), CONFIDENCE));
        return new Table(List.copyOf(values.keySet()), blocks, epochs.size());
    }

    private static boolean areAllPositive(Map<Integer, Map<Integer, Double>> byEpoch) {
        return byEpoch.values().stream()
                .flatMap(passes -> passes.values().stream())
                .allMatch(value -> value > 0);
    }

    private static Optional<double[]> pass(
            Map<Trial.Cell, Map<Integer, Map<Integer, Double>>> values, int epoch, int pass) {
        var complete = values.values().stream()
                .mapToDouble(byEpoch -> byEpoch.getOrDefault(epoch, Map.of()).getOrDefault(pass, Double.NaN))
                .toArray();
        for (double value : complete) {
            if (Double.isNaN(value)) {
                return Optional.empty();
            }
        }
        return Optional.of(complete);
    }

    /** Returns by how much blocks and processes of one contestant differ in a figure; empty if there is no complete pass. */
    public Optional<RandomizedBlocks> errors(Trial.Cell cell, Figure figure) {
        return table(cell, figure).blocks;
    }
}
