package dev.muxbench.cli.load.parts;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.load.folder.LoadSubject;
import dev.muxbench.load.LoadRun;
import dev.muxbench.load.StartTime;
import dev.muxbench.load.judge.LoadResult;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.record.LoadListener;

/** A load, or a part of one, by this process. */
final class LocalLoad implements Load {
    private final LoadRun run;

    LocalLoad(LoadSubject subject, LoadListener listener) {
        var delay = subject.part().delay(subject.whole());
        StartTime start = subject.startAt().isEmpty()
                ? StartTime.AT_ONCE
                : () -> subject.startAt().map(instant -> instant.plus(delay));
        this.run = new LoadRun(subject.whole(), subject.part(), start, listener);
    }

    @Override
    public LoadResult run() throws InterruptedException {
        try {
            return LoadResult.of(run.run());
        } catch (LoadException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void stop() {
        run.stop();
    }

    @Override
    public void endEarly(String why) {
        run.endEarly(why);
    }
}
