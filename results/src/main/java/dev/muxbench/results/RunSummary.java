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
 * The figures of a run with what can be said about them. What is compared was measured in the same passes, see {@link RandomizedBlocks}:
 * of one figure under one load the intervals of all pairs of contestants hold together.
 *
 * <p>Threads: one.
 */
public final class RunSummary {
    private static final double CONFIDENCE = 0.95;

    /** Fewer say nothing about how processes of one contestant differ. */
    public static final int LEAST_EPOCHS = 2;

    /**
     * A figure.
     *
     * @param value    geometric mean of the epochs; their median where one is not positive. NaN if it does not exist
     * @param interval 95 %, of this contestant alone; unbounded for fewer than two epochs
     */
    public record Level(double value, Interval interval) {}

    /**
     * One backend beside another.
     *
     * @param value    geometric mean over the epochs
     * @param interval 95 %, together with those of all other pairs; unbounded for fewer than two epochs
     */
    public record Ratio(double value, Interval interval, Finding finding) {}

    /** A figure of all contestants under one load. */
    private record Table(List<Trial.Cell> cells, Optional<RandomizedBlocks> blocks, int epochs) {}

    private record Load(String scenario, int clients, Optional<Point> point, Figure figure) {}

    private final Map<Trial.Cell, CellSummary> cells = new LinkedHashMap<>();
    private final Map<Load, Table> tables = new LinkedHashMap<>();

    /**
     * A run up to now.
     *
     * @param expected   cells that were asked for; others that have trials are added
     * @param leftOut    why a cell was not measured any more from some trial on; empty of the others
     * @param histograms of a trial
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

    /** Returns the cells of a scenario in the order in which they were asked for. */
    public List<CellSummary> cells(String scenario) {
        return cells.values().stream()
                .filter(summary -> summary.cell().scenario().equals(scenario))
                .toList();
    }

    /** Empty if there is none. */
    public Optional<CellSummary> cell(Trial.Cell cell) {
        return Optional.ofNullable(cells.get(cell));
    }

    /** Returns the level of a figure of one contestant. */
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
     * All backends beside one of them, under the same load.
     *
     * @return by cell; without the baseline itself and those that have no pass in common with it
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

    /** Contestants without a positive figure are not in it, and then passes that not all of the others have. */
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

    /** Returns by how much blocks and processes of one contestant differ in a figure; empty if there are too few of them. */
    public Optional<RandomizedBlocks> errors(Trial.Cell cell, Figure figure) {
        return table(cell, figure).blocks;
    }
}
