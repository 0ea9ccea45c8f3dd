package dev.muxbench.experiment;

import dev.muxbench.results.RunFolder;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The trials of a run so far, as its folder has them: each is written as soon as it has ended.
 *
 * <p>Threads: the run's.
 */
final class TrialLog {
    private final RunFolder folder;
    private final List<Trial> trials = new ArrayList<>();

    TrialLog(RunFolder folder) {
        this.folder = folder;
    }

    /** @throws IOException if it cannot be written */
    void add(Trial trial) throws IOException {
        trials.add(trial);
        folder.writeTrials(trials);
    }

    /**
     * These were of a pass that was disturbed.
     *
     * @throws IOException if that cannot be written
     */
    void drop(List<Trial> pass) throws IOException {
        trials.replaceAll(trial -> pass.contains(trial) ? trial.withDropped(true) : trial);
        folder.writeTrials(trials);
    }

    /** In the order in which they were made. */
    List<Trial> all() {
        return trials;
    }
}
