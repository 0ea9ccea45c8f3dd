package dev.muxbench.load;

import dev.muxbench.load.client.RunState;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.record.LoadListener;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the agreed start, between the last greeting and the first line.
 *
 * <p>Threads: the run's.
 */
final class Countdown {
    private static final long NEAR_NANOS = TimeUnit.MILLISECONDS.toNanos(100); // enough for the workers to wake up
    private static final long POLL_MILLIS = 20;

    private final RunState state;
    private final StartTime start;
    private final LoadListener listener;

    Countdown(RunState state, StartTime start, LoadListener listener) {
        this.state = state;
        this.start = start;
        this.listener = listener;
    }

    /**
     * Waits until the start is near.
     *
     * @return the start by {@link System#nanoTime}, the same for all processes of a machine
     * @throws LoadException if the start is in the past already, or the run is stopped
     */
    long await() throws LoadException, InterruptedException {
        boolean known = false;
        while (!state.stopSending) {
            var now = Instant.now(); // before the start is asked for, which may be a moment from when it is asked
            long nowNanos = System.nanoTime();
            var instant = start.instant();
            if (instant.isPresent()) {
                long left = now.until(instant.get(), ChronoUnit.NANOS);
                if (left < 0 && !known) {
                    throw new LoadException(String.format(
                            Locale.ROOT,
                            "the start, %s, was %.1f s ago when all clients were connected; choose a later one",
                            instant.get(),
                            -left / 1e9));
                }
                if (left <= NEAR_NANOS) {
                    return nowNanos + Math.max(0, left);
                }
                known = true;
                listener.onWaiting(Duration.ofNanos(left));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new LoadException("stopped before the start, nothing was measured");
    }
}
