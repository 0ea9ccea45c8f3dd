package dev.muxbench.experiment;

import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.results.Figure;
import dev.muxbench.results.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a server has come to its pace under one load: the CPU time of a delivery was about the same in two trials one after the
 * other. A server that does not come to it is taken as it is. The bounds are the same for all.
 *
 * <p>Threads: one.
 */
final class WarmUp {
    static final int FEWEST = 2; // trials that can agree
    private static final int MOST = 4;
    private static final double AGREEMENT = 0.1;
    private static final Duration BEFORE_FIRST =
            Duration.ofMillis(500); // enough to tell whether the generator needs more threads
    private static final Duration BEFORE_LATER = Duration.ofMillis(200);
    private static final Duration MEASURED = Duration.ofMillis(300);

    private final List<Trial> trials = new ArrayList<>();

    /**
     * The load of its first trial.
     *
     * @param pass   of its passes
     * @param asLong whether it is as long as that at least
     */
    static LoadPlan first(LoadPlan pass, boolean asLong) {
        return load(pass, BEFORE_FIRST, asLong);
    }

    /** The load of another of its trials, likewise. */
    static LoadPlan later(LoadPlan pass, boolean asLong) {
        return load(pass, BEFORE_LATER, asLong);
    }

    private static LoadPlan load(LoadPlan pass, Duration before, boolean asLong) {
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

    /** Where no delivery is measured there is nothing to wait for. */
    private boolean isChanging() {
        double last = cpu(trials.getLast());
        double before = cpu(trials.get(trials.size() - 2));
        return Math.abs(last / before - 1) > AGREEMENT;
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
