package dev.muxbench.experiment;

import dev.muxbench.results.RunFolder;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The trials of a run so far. All of them are written at a time, about once a second, so a run that is killed loses at most a second.
 *
 * <p>Threads: the run's.
 */
final class TrialLog {
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RunFolder folder;
    private final List<Trial> trials = new ArrayList<>();
    private long writtenNanos = System.nanoTime();

    TrialLog(RunFolder folder) {
        this.folder = folder;
    }

    /** @throws IOException if it cannot be written */
    void add(Trial trial) throws IOException {
        trials.add(trial);
        if (System.nanoTime() - writtenNanos > PERIOD_NANOS) {
            write();
        }
    }

    /**
     * Writes now.
     *
     * @throws IOException if the file cannot be written
     */
    void write() throws IOException {
        folder.writeTrials(trials);
        writtenNanos = System.nanoTime();
    }

    /** Marks the trials of a disturbed pass as dropped. */
    void drop(List<Trial> pass) {
        trials.replaceAll(trial -> pass.contains(trial) ? trial.withDropped(true) : trial);
    }

    /** Returns all trials in the order in which they were made. */
    List<Trial> all() {
        return trials;
    }
}
