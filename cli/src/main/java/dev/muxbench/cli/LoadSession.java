package dev.muxbench.cli;

import dev.muxbench.cli.load.Load;
import dev.muxbench.load.LoadRun;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.judge.LoadResult;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.plan.LoadPlan;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads, one after the other, which Ctrl-C ends before their time.
 *
 * <p>Threads: the command's; a signal comes on one of its own.
 */
final class LoadSession implements AutoCloseable {
    private final ProgressLine progress;
    private final SignalStop signals;
    private @Nullable Runnable stopping; // of the load that runs; guarded by this
    private @Nullable Thread running; // the one that waits for it; guarded by this
    private volatile boolean givenUp;

    LoadSession(ProgressLine progress) {
        this.progress = progress;
        this.signals = SignalStop.install(this::stop, this::giveUp);
    }

    private void stop() {
        progress.say("stopping: no more lines are sent, what is on its way is waited for (once more: it is not)");
        synchronized (this) {
            if (stopping != null) {
                stopping.run();
            }
        }
    }

    private synchronized void giveUp() {
        givenUp = true;
        if (running != null) {
            running.interrupt();
        }
    }

    boolean isStopped() {
        return signals.isStopped();
    }

    ProgressLine progress() {
        return progress;
    }

    /** Empty if it was stopped before there was anything to report. */
    Optional<LoadReport> run(LoadPlan plan) throws LoadException, InterruptedException {
        var run = new LoadRun(plan, progress);
        begin(run::stop);
        try {
            return Optional.of(run.run());
        } catch (LoadException e) {
            if (isStopped()) {
                return Optional.empty();
            }
            throw e;
        } catch (InterruptedException e) {
            if (givenUp) {
                return Optional.empty();
            }
            throw e;
        } finally {
            end();
        }
    }

    /** @throws CommandFailure if nothing was measured, or nobody waited for it */
    LoadResult run(Load load) throws InterruptedException {
        begin(load::stop);
        try {
            return load.run();
        } catch (CommandFailure e) {
            throw isStopped() ? stopped(String.valueOf(e.getMessage())) : e;
        } catch (InterruptedException e) {
            if (givenUp) {
                throw stopped("stopped twice: what was on its way was not waited for, so nothing is judged");
            }
            throw e;
        } finally {
            end();
        }
    }

    private CommandFailure stopped(String message) {
        return CommandFailure.stopped(message, signals.exitCode());
    }

    private synchronized void begin(Runnable stop) {
        stopping = stop;
        running = Thread.currentThread();
        if (isStopped()) {
            stop.run();
        }
    }

    private void end() {
        synchronized (this) {
            stopping = null;
            running = null;
        }
        Thread.interrupted(); // came too late
        progress.end();
    }

    @Override
    public void close() {
        signals.close();
    }
}
