package dev.muxbench.cli.load.parts;

import dev.muxbench.cli.load.folder.LoadSubject;
import dev.muxbench.load.judge.LoadResult;
import dev.muxbench.load.record.LoadListener;

/** A load, by one process or by several. Threads: {@link #run} is called once; {@link #stop} by any. */
public interface Load {
    /** @throws dev.muxbench.cli.console.CommandFailure if nothing was measured */
    LoadResult run() throws InterruptedException;

    /** Returns a load by this process, or by so many others if there is more than one. */
    static Load of(LoadSubject subject, int processes, LoadListener listener) {
        return processes == 1 ? new LocalLoad(subject, listener) : new ParallelLoad(subject, processes, listener);
    }

    /** Ends sending; what is on its way is waited for. */
    void stop();

    /** Likewise, because it is certain already what it will show. */
    void endEarly(String why);
}
