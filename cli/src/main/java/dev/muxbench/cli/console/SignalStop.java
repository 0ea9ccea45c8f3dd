package dev.muxbench.cli.console;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C, SIGTERM and SIGHUP end a command in order: it is told to stop, and finishes what it does. A second one ends it at once: it
 * is told to give up, and has a moment to write down what it has.
 *
 * <p>Threads: any; the command is told by one of the runtime's own for each signal.
 */
public final class SignalStop implements AutoCloseable {
    private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);
    private static final int SIGNALLED = 128; // and the number of the signal, as shells have it
    private static final Duration MOMENT = Duration.ofMillis(700);

    private final Runnable stop;
    private final Runnable giveUp;
    private final Map<String, @Nullable Object> handlersBefore = new HashMap<>();
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicInteger exitCode = new AtomicInteger(); // 0 before the first signal

    private SignalStop(Runnable stop, Runnable giveUp) {
        this.stop = stop;
        this.giveUp = giveUp;
    }

    /** Handles signals from now on until it is closed. */
    public static SignalStop install(Runnable stop, Runnable giveUp) {
        var signals = new SignalStop(stop, giveUp);
        NUMBERS.forEach((name, number) ->
                signals.handlersBefore.put(name, Signals.register(name, () -> signals.onSignal(SIGNALLED + number))));
        return signals;
    }

    private void onSignal(int code) {
        if (exitCode.compareAndSet(0, code)) {
            stop.run();
            return;
        }
        giveUp.run();
        try {
            if (!done.await(MOMENT.toNanos(), TimeUnit.NANOSECONDS)) {
                System.err.println("muxbench: ended at once; files hold what was written until now");
                Runtime.getRuntime().halt(exitCode());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does
        }
    }

    public boolean isStopped() {
        return exitCode() != 0;
    }

    /** Returns the exit code of a command that a signal ended before it had a result. */
    public int exitCode() {
        return exitCode.get();
    }

    /** The command has finished. */
    @Override
    public void close() {
        done.countDown();
        handlersBefore.forEach(Signals::unregister);
    }
}
