package dev.muxbench.experiment;

import dev.muxbench.load.judge.Verdict;
import dev.muxbench.results.Snapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one load has shown.
 *
 * @param files     beginning of the names of its files
 * @param isOnGoal  it has shown what the scenario asks for
 * @param isAtRate  the asked rate was reached
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

    /** Without a figure. */
    static Probe failed(String files, String why) {
        return new Probe(files, new Verdict.Failed(List.of(why)), false, false, new LinkedHashMap<>(), List.of());
    }

    Probe judged(Verdict other) {
        return new Probe(files, other, isOnGoal, isAtRate, figures, snapshots);
    }

    boolean isFailed() {
        return verdict instanceof Verdict.Failed;
    }

    /** What cannot be trusted does not show that an objective is kept. */
    boolean isKept() {
        return verdict instanceof Verdict.Valid && isOnGoal;
    }

    /** Nor that it is missed; but a rate that was not reached is one that was not kept. */
    boolean isDoubtful() {
        return verdict instanceof Verdict.Invalid && isAtRate;
    }
}
