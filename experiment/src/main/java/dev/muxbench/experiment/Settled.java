package dev.muxbench.experiment;

import dev.muxbench.results.Figure;
import dev.muxbench.results.HistogramLog;
import dev.muxbench.results.RunSummary;
import dev.muxbench.results.Trial;
import dev.muxbench.results.statistics.Interval;
import java.util.List;

/**
 * Which scenarios need no more rounds: the primary figure's ratios to the baseline are all known to the precision that was asked
 * for; of a single backend the figure itself is.
 *
 * <p>Threads: any.
 */
final class Settled {
    private final RunPlan plan;

    Settled(RunPlan plan) {
        this.plan = plan;
    }

    /** Those that need more. */
    List<Scenario> open(List<Trial> trials) {
        return plan.scenarios().stream()
                .filter(scenario -> !isSettled(scenario, trials))
                .toList();
    }

    private boolean isSettled(Scenario scenario, List<Trial> trials) {
        var question = scenario.question();
        var names = Contestant.names(plan.contestants(scenario));
        var summary = new RunSummary(
                question.cells(names),
                trials,
                trial -> new HistogramLog(List.of(), List.of())); // trials' own figures do
        var figure = question.primaryFigure();
        for (var cell : question.cells(List.of(plan.baseline()))) {
            if (names.size() == 1) {
                if (!isOneNarrow(summary, cell, figure)) {
                    return false;
                }
                continue;
            }
            var ratios = summary.ratios(cell, figure);
            if (ratios.size() < names.size() - 1
                    || !ratios.values().stream().allMatch(ratio -> isKnown(ratio, names.size()))) {
                return false;
            }
        }
        return true;
    }

    private boolean isOneNarrow(RunSummary summary, Trial.Cell cell, Figure figure) {
        var value = summary.cell(cell).orElseThrow().value(figure);
        return isNarrow(value.interval(), value.value());
    }

    private boolean isKnown(RunSummary.Ratio ratio, int backends) {
        return ratio.rounds() >= RunSummary.leastRounds(backends) && isNarrow(ratio.interval(), ratio.value());
    }

    private boolean isNarrow(Interval interval, double value) {
        return interval.isBounded() && (interval.high() - interval.low()) / 2 <= plan.precision() * value;
    }
}
