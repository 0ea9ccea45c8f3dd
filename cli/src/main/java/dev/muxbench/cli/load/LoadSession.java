package dev.muxbench.cli.load;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.console.ProgressLine;
import dev.muxbench.cli.console.SignalStop;
import dev.muxbench.cli.load.parts.Load;
import dev.muxbench.load.judge.LoadResult;
import org.jspecify.annotations.Nullable;

/**
 * Loads, one after the other, which Ctrl-C ends before their time.
 *
 * <p>Threads: the command's; a signal comes on one of its own.
 */
final class LoadSession implements AutoCloseable {
    private final ProgressLine progress;
    private final SignalStop signals;
    private @Nullable Load load; // that runs; guarded by this
    private @Nullable Thread running; // the one that waits for it; guarded by this
    private volatile boolean givenUp;

    LoadSession(ProgressLine progress) {
        this.progress = progress;
        this.signals = SignalStop.install(this::stop, this::giveUp);
    }

    private void stop() {
        progress.say("stopping: no more lines are sent, what is on its way is waited for (once more: it is not)");
        synchronized (this) {
            if (load != null) {
                load.stop();
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

    /** @throws CommandFailure if nothing was measured, or nobody waited for it */
    LoadResult run(Load next) throws InterruptedException {
        begin(next);
        try {
            return next.run();
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

    /** The load that runs, as it is certain already what it will show. */
    synchronized void endEarly(String why) {
        if (load != null) {
            load.endEarly(why);
        }
    }

    private synchronized void begin(Load next) {
        load = next;
        running = Thread.currentThread();
        if (isStopped()) {
            next.stop();
        }
    }

    private void end() {
        synchronized (this) {
            load = null;
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
