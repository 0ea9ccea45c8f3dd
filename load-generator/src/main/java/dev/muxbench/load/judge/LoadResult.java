package dev.muxbench.load.judge;

import dev.muxbench.load.plan.LoadPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * What a load has shown and what that is worth, measured by one process or by several.
 *
 * @param verdict of one process its report's; of several the worst
 */
public record LoadResult(LoadReport report, Verdict verdict) {

    /** Of one process. */
    public static LoadResult of(LoadReport report) {
        return new LoadResult(report, report.verdict());
    }

    /**
     * Of several: counts are added, histograms as histograms, so that percentiles are those of all values together.
     *
     * @param whole  what all of them were to do
     * @param parts  in the order of their numbers
     */
    public static LoadResult merged(LoadPlan whole, List<LoadReport> parts) {
        var sum = parts.stream().reduce(LoadReport::plus).orElseThrow();
        return new LoadResult(sum.withPlan(whole), worst(parts));
    }

    /** With each part's reasons. */
    private static Verdict worst(List<LoadReport> parts) {
        var failures = new ArrayList<String>();
        var doubts = new ArrayList<String>();
        for (int i = 0; i < parts.size(); i++) {
            var part = "part " + (i + 1) + ": ";
            switch (parts.get(i).verdict()) {
                case Verdict.Valid() -> {}
                case Verdict.Invalid(var reasons) -> reasons.forEach(reason -> doubts.add(part + reason));
                case Verdict.Failed(var reasons) -> reasons.forEach(reason -> failures.add(part + reason));
            }
        }
        if (!failures.isEmpty()) {
            failures.addAll(doubts);
            return new Verdict.Failed(failures);
        }
        return doubts.isEmpty() ? new Verdict.Valid() : new Verdict.Invalid(doubts);
    }
}
