package dev.muxbench.experiment;

import dev.muxbench.load.record.LoadListener;
import java.util.function.Supplier;

/** Where people see how an experiment goes on. Threads: any. */
public interface Progress extends LoadListener {
    /**
     * Another trial, shown in the same place.
     *
     * @param title stands before every line, as it is then
     */
    Progress titled(Supplier<String> title);

    /** A line that stays. */
    void say(String line);

    /** Nothing more comes of this trial. */
    void end();
}
