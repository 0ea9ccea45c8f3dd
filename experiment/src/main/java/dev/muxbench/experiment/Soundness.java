package dev.muxbench.experiment;

import dev.muxbench.results.RunFolder;
import dev.muxbench.results.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges what a run is worth. The bounds were fixed before the first pass and are the same for all contestants.
 *
 * <p>Threads: any.
 */
final class Soundness {
    private static final double MOST_DROPPED = 1.0 / 3;
    private static final double MOST_BEYOND = 0.5; // of a contestant's searches

    private final Bench bench;
    private final int epochs;
    private final List<String> doubts = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** @param epochs the planned number */
    Soundness(Bench bench, int epochs) {
        this.bench = bench;
        this.epochs = epochs;
        bench.leftOut().forEach((cell, why) -> doubts.add(cell.title() + " was left out: " + why));
        for (var group : Group.of(bench.plan().scenarios())) {
            group.settings().forEach(setting -> judge(setting, bench.passesOf(setting)));
            group.settings().stream().filter(Scenario.Setting::isSearch).forEach(this::judgeSearches);
        }
    }

    private void judge(Scenario.Setting setting, int passes) {
        var made = passes(setting, trial -> true);
        var dropped = passes(setting, Trial::dropped);
        int planned = epochs * passes;
        int kept = made.size() - dropped.size();
        if (kept < planned || planned == 0) {
            doubts.add(setting.title() + ": " + kept + " passes of " + planned + " that were planned");
        }
        if (!dropped.isEmpty()) {
            var note = setting.title() + ": " + dropped.size() + " of " + made.size()
                    + " passes were disturbed, and are left out for all: " + reasons(setting);
            (dropped.size() > MOST_DROPPED * made.size() ? doubts : notes).add(note);
        }
    }

    /** Checks that rates lie within the range that was searched. */
    private void judgeSearches(Scenario.Setting setting) {
        trialsOf(setting)
                .filter(Trial::isMeasured)
                .collect(Collectors.groupingBy(Trial::cell))
                .forEach((cell, trials) -> {
                    long beyond = trials.stream()
                            .filter(trial -> HighestRate.isBeyond(
                                    trial.figures().getOrDefault(TrialRun.KEPT_PROBES, Double.NaN)))
                            .count();
                    if (beyond > MOST_BEYOND * trials.size()) {
                        doubts.add(cell.title() + ": the rate was not between those that were tried in " + beyond
                                + " of " + trials.size() + " trials");
                    }
                });
    }

    private Set<String> passes(Scenario.Setting setting, Predicate<Trial> which) {
        return trialsOf(setting).filter(which).map(Trial::place).collect(Collectors.toSet());
    }

    private Stream<Trial> trialsOf(Scenario.Setting setting) {
        return bench.log().all().stream()
                .filter(trial -> trial.pass() > 0
                        && bench.plan().contestants().stream()
                                .anyMatch(contestant -> setting.cell(contestant).equals(trial.cell())));
    }

    /** Says how many passes each contestant has disturbed, with the first reason. */
    private String reasons(Scenario.Setting setting) {
        var disturbing = trialsOf(setting)
                .filter(trial -> !trial.isValid())
                .collect(Collectors.groupingBy(Trial::backend, LinkedHashMap::new, Collectors.toList()));
        return disturbing.entrySet().stream()
                .map(of -> {
                    var first = of.getValue().getFirst();
                    return of.getKey() + " " + of.getValue().size() + " (the first in " + first.place() + ": "
                            + String.join("; ", first.reasons()) + ")";
                })
                .collect(Collectors.joining(", "));
    }

    /**
     * Returns FAILED if anything was lost or wrong, INCOMPLETE if the run was stopped, INVALID if a contestant could not be measured, too few
     * passes were left or too many were dropped, else VALID.
     */
    String verdict() {
        if (bench.log().all().stream().anyMatch(Trial::isFailed)) {
            return Trial.FAILED;
        }
        if (bench.isStopped()) {
            return RunFolder.INCOMPLETE;
        }
        return doubts.isEmpty() ? Trial.VALID : Trial.INVALID;
    }

    /** Returns why the run is not VALID, and what was dropped in any case. */
    List<String> reasons() {
        var reasons = new ArrayList<String>();
        if (bench.isStopped()) {
            reasons.add("stopped before its end");
        }
        bench.log().all().stream()
                .filter(Trial::isFailed)
                .forEach(trial -> reasons.add(trial.title() + ": " + trial.judgement()));
        if (!bench.isStopped()) {
            reasons.addAll(doubts);
        }
        reasons.addAll(notes);
        return reasons;
    }
}
