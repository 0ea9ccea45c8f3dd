package dev.muxbench.experiment;

import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.results.Figure;
import dev.muxbench.results.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides when a server is warm under one load: when the CPU time of a delivery was about the same in three trials in a row. A server that
 * does not become warm is taken as it is. The bounds are the same for all contestants.
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
     * Returns the load of a warm-up's trial.
     *
     * @param pass   the load of the passes
     * @param number of the trial, from 1
     * @param asLong true if it must be measured at least as long as a pass
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

    /**
     * True if the last three trials differ. Three, because a slow decline changes little from one to the next. False without
     * deliveries.
     */
    private boolean isChanging() {
        double last = cpu(trials.getLast());
        return trials.subList(trials.size() - FEWEST, trials.size()).stream()
                .anyMatch(trial -> Math.abs(last / cpu(trial) - 1) > AGREEMENT);
    }

    private static double cpu(Trial trial) {
        return trial.figure(Figure.SERVER_CPU);
    }

    /** True if the contestant cannot be measured under this load, because no trial was VALID. */
    boolean isHopeless() {
        return trials.size() >= MOST && isNeverValid();
    }

    private boolean isNeverValid() {
        return trials.stream().noneMatch(Trial::isValid);
    }
}
