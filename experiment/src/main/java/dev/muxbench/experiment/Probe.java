package dev.muxbench.experiment;

import dev.muxbench.load.judge.Verdict;
import dev.muxbench.results.Snapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The outcome of one load.
 *
 * @param files     beginning of the names of its files
 * @param isOnGoal  true if the load met the scenario's objective
 * @param isAtRate  true if the asked rate was reached
 * @param figures   as of a trial; more may be added
 * @param snapshots as of a trial
 */
record Probe(
        String files,
        Verdict verdict,
        boolean isOnGoal,
        boolean isAtRate,
        Map<String, Double> figures,
        List<Snapshot> snapshots) {

    /** Returns a failed outcome, without figures. */
    static Probe failed(String files, String why) {
        return new Probe(files, new Verdict.Failed(List.of(why)), false, false, new LinkedHashMap<>(), List.of());
    }

    Probe judged(Verdict other) {
        return new Probe(files, other, isOnGoal, isAtRate, figures, snapshots);
    }

    boolean isFailed() {
        return verdict instanceof Verdict.Failed;
    }

    /** True if the objective was kept and the figures can be trusted. */
    boolean isKept() {
        return verdict instanceof Verdict.Valid && isOnGoal;
    }

    /** True if nothing is shown, because the figures cannot be trusted. A rate that was not reached counts as not kept. */
    boolean isDoubtful() {
        return verdict instanceof Verdict.Invalid && isAtRate;
    }
}
