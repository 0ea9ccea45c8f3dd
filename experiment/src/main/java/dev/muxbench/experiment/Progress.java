package dev.muxbench.experiment;

import dev.muxbench.load.record.LoadListener;
import java.util.function.Supplier;

/** Shows people how an experiment goes on. Threads: any. */
public interface Progress extends LoadListener {
    /**
     * Returns the progress of another trial, shown in the same place.
     *
     * @param title stands before each line, as it is then
     */
    Progress titled(Supplier<String> title);

    /** Shows a line that stays. */
    void say(String line);

    /** Called when a trial has ended. */
    void end();
}
