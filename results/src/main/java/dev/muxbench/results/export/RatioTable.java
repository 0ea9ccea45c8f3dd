package dev.muxbench.results.export;

import dev.muxbench.results.Figure;
import dev.muxbench.results.RunSummary;
import dev.muxbench.results.RunView;
import dev.muxbench.results.Trial;
import java.util.ArrayList;
import java.util.List;

/**
 * The ratios of a run: a line for each figure of each contestant relative to the baseline's.
 *
 * <p>Threads: any.
 */
final class RatioTable {
    private static final String HEADER = "scenario,clients,option,value,figure,backend,baseline,ratio,low,high,finding";

    private RatioTable() {}

    /** Returns the content of {@code ratios.csv}. */
    static String csv(RunView view) {
        var lines = new ArrayList<>(List.of(HEADER));
        for (var question : view.questions()) {
            for (var baseline : question.cells(List.of(view.baseline()))) {
                question.knownFigures()
                        .forEach(figure -> view.summary()
                                .ratios(baseline, figure)
                                .forEach((cell, ratio) -> lines.add(line(cell, view.baseline(), figure, ratio))));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String line(Trial.Cell cell, String baseline, Figure figure, RunSummary.Ratio ratio) {
        var interval = ratio.interval();
        return String.join(
                ",",
                Export.quoted(cell.scenario()),
                String.valueOf(cell.clients()),
                cell.point() == null ? "" : cell.point().option(),
                cell.point() == null ? "" : cell.point().number(),
                figure.key(),
                Export.quoted(cell.backend()),
                Export.quoted(baseline),
                String.valueOf(ratio.value()),
                interval.isBounded() ? String.valueOf(interval.low()) : "",
                interval.isBounded() ? String.valueOf(interval.high()) : "",
                ratio.finding().label());
    }
}
