package dev.muxbench.load.judge;

import dev.muxbench.load.plan.LoadPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * What a load has shown and what that is worth, measured by one process or by several.
 *
 * @param verdict of one process its report's; of several the worst
 * @param found   of each objective, if there were any
 */
public record LoadResult(LoadReport report, Verdict verdict, List<Objective.Found> found) {

    /** Returns the result of one process. */
    public static LoadResult of(LoadReport report) {
        return new LoadResult(report, report.verdict(), List.of());
    }

    /**
     * Of several: counts are added, histograms as histograms, so that percentiles are those of all values together.
     *
     * @param whole  what all of them were to do
     * @param parts  in the order of their numbers
     */
    public static LoadResult merged(LoadPlan whole, List<LoadReport> parts) {
        var sum = parts.stream().reduce(LoadReport::plus).orElseThrow();
        return new LoadResult(sum.withPlan(whole), worst(parts), List.of());
    }

    /** Compared with these objectives. */
    public LoadResult against(List<Objective> objectives) {
        return new LoadResult(
                report,
                verdict,
                objectives.stream().map(objective -> objective.in(report)).toList());
    }

    /** Returns the verdict's exit code; {@link Verdict#MISSED} if the verdict is VALID and an objective was missed. */
    public int exitCode() {
        return verdict.exitCode() == 0 && !found.stream().allMatch(Objective.Found::isMet)
                ? Verdict.MISSED
                : verdict.exitCode();
    }

    /** Returns the worst verdict of all parts, with the reasons of each part. */
    private static Verdict worst(List<LoadReport> parts) {
        var failures = new ArrayList<String>();
        var doubts = new ArrayList<String>();
        var ends = new ArrayList<String>();
        for (int i = 0; i < parts.size(); i++) {
            var part = "part " + (i + 1) + ": ";
            switch (parts.get(i).verdict()) {
                case Verdict.Valid() -> {}
                case Verdict.Invalid(var reasons) -> reasons.forEach(reason -> doubts.add(part + reason));
                case Verdict.Ended(var reasons) -> reasons.forEach(reason -> ends.add(part + reason));
                case Verdict.Failed(var reasons) -> reasons.forEach(reason -> failures.add(part + reason));
            }
        }
        if (!failures.isEmpty()) {
            failures.addAll(doubts);
            failures.addAll(ends);
            return new Verdict.Failed(failures);
        }
        if (!doubts.isEmpty()) {
            doubts.addAll(ends);
            return new Verdict.Invalid(doubts);
        }
        return ends.isEmpty() ? new Verdict.Valid() : new Verdict.Ended(ends);
    }
}
