package dev.muxbench.blocking;

import dev.muxbench.core.spi.Server;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds out whether the carriers of virtual threads still get round to everybody.
 *
 * <p>A carrier runs what its own threads have made runnable before it looks for what other threads have: a poller's or a timer's
 * wake-up, a thread's start. While the members of a busy room wake each other, it may never look. So a probe of that second kind is woken at
 * every tick. When it has not run for some ticks, {@link #isCrowded()} tells all threads to wait outside, until it has. One or two it may
 * miss in a collection of garbage, or on a busy machine.
 *
 * <p>Threads: any, but for {@link #look()}, which is the ticker's.
 */
final class Crowding {
    private static final int MOST_MISSED = 2; // ticks in a row

    private final Thread probe;
    private volatile boolean crowded;
    private volatile boolean answered = true;
    private volatile boolean ending;
    private int missed; // the ticker's

    Crowding(BlockingProvider threads, Server server) {
        probe = threads.newThread("probe", Shared.guarded(server, this::answer));
        probe.start();
    }

    private void answer() {
        while (!ending) {
            LockSupport.park(this);
            if (!answered) {
                BlockingProvider.giveWay(); // to who came before
                answered = true;
                crowded = false;
            }
        }
    }

    /** Returns whether all threads that were runnable at the last look have run since: the probe has. */
    boolean look() {
        if (answered) {
            answered = false;
            missed = 0;
            LockSupport.unpark(probe);
            return true;
        }
        missed++;
        crowded |= missed > MOST_MISSED;
        return false;
    }

    boolean isCrowded() {
        return crowded;
    }

    void end() {
        ending = true;
        LockSupport.unpark(probe);
    }
}
