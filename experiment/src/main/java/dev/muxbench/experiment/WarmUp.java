package dev.muxbench.experiment;

import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.results.Figure;
import dev.muxbench.results.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a server has come to its pace under one load: the CPU time of a delivery was about the same in three trials one after the
 * other. A server that does not come to it is taken as it is. The bounds are the same for all.
 *
 * <p>Threads: one.
 */
final class WarmUp {
    static final int FEWEST = 3; // trials that can agree
    private static final int MOST = 5;
    private static final double AGREEMENT = 0.1;
    private static final Duration BEFORE_FIRST =
            Duration.ofMillis(500); // enough to tell whether the generator needs more threads
    private static final Duration BEFORE_LATER = Duration.ofMillis(300);
    private static final Duration MEASURED = Duration.ofMillis(300);

    private final List<Trial> trials = new ArrayList<>();

    /**
     * The load of one of its trials.
     *
     * @param pass   of its passes
     * @param number of the trial, from 1
     * @param asLong whether it is measured as long as that at least
     */
    static LoadPlan load(LoadPlan pass, int number, boolean asLong) {
        var before = number == 1 ? BEFORE_FIRST : BEFORE_LATER;
        return pass.lasting(longer(before, pass.warmup()), asLong ? longer(MEASURED, pass.duration()) : MEASURED);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    void add(Trial trial) {
        trials.add(trial);
    }

    boolean isOver() {
        return trials.size() >= MOST || (trials.size() >= FEWEST && !isNeverValid() && !isChanging());
    }

    /** The last three, because a slow decline changes less from one to the next. Where no delivery is measured there is nothing to wait for. */
    private boolean isChanging() {
        double last = cpu(trials.getLast());
        return trials.subList(trials.size() - FEWEST, trials.size()).stream()
                .anyMatch(trial -> Math.abs(last / cpu(trial) - 1) > AGREEMENT);
    }

    private static double cpu(Trial trial) {
        return trial.figure(Figure.SERVER_CPU);
    }

    /** Under this load the contestant cannot be measured on this machine: it never was VALID. */
    boolean isHopeless() {
        return trials.size() >= MOST && isNeverValid();
    }

    private boolean isNeverValid() {
        return trials.stream().noneMatch(Trial::isValid);
    }
}
