package dev.muxbench.experiment;

import dev.muxbench.results.RunFolder;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The trials of a run so far, as its folder has them. All of them are written at a time, so that is done about once a second: a run
 * that is killed has lost what was measured since.
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
     * Now.
     *
     * @throws IOException if it cannot be done
     */
    void write() throws IOException {
        folder.writeTrials(trials);
        writtenNanos = System.nanoTime();
    }

    /** These were of a pass that was disturbed. */
    void drop(List<Trial> pass) {
        trials.replaceAll(trial -> pass.contains(trial) ? trial.withDropped(true) : trial);
    }

    /** In the order in which they were made. */
    List<Trial> all() {
        return trials;
    }
}
