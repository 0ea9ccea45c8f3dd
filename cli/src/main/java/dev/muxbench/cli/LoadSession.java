package dev.muxbench.cli;

import dev.muxbench.cli.load.Load;
import dev.muxbench.load.LoadRun;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.judge.LoadResult;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.plan.LoadPlan;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Loads, one after the other, which Ctrl-C ends before their time.
 *
 * <p>Threads: the command's; the signal comes on one of its own.
 */
final class LoadSession implements AutoCloseable {
    private final ProgressLine progress;
    private final CountDownLatch done = new CountDownLatch(1);
    private final SignalStop interrupt;
    private volatile boolean stopped;
    private volatile @Nullable Runnable stopping; // of the load that runs

    LoadSession(ProgressLine progress) {
        this.progress = progress;
        this.interrupt = SignalStop.install(done, this::stop);
    }

    private void stop() {
        stopped = true;
        progress.say("stopping: no more lines are sent, what is on its way is waited for");
        var load = stopping;
        if (load != null) {
            load.run();
        }
    }

    boolean isStopped() {
        return stopped;
    }

    ProgressLine progress() {
        return progress;
    }

    LoadReport run(LoadPlan plan) throws LoadException, InterruptedException {
        var run = new LoadRun(plan, progress);
        begin(run::stop);
        try {
            return run.run();
        } finally {
            end();
        }
    }

    LoadResult run(Load load) throws InterruptedException {
        begin(load::stop);
        try {
            return load.run();
        } finally {
            end();
        }
    }

    private void begin(Runnable stop) {
        stopping = stop;
        if (stopped) {
            stop.run();
        }
    }

    private void end() {
        stopping = null;
        progress.end();
    }

    /** What the process is to exit with, if it was interrupted. */
    int exitWith(int code) {
        interrupt.exitCode(code);
        return code;
    }

    @Override
    public void close() {
        done.countDown();
    }
}
