package dev.muxbench.blocking;

import dev.muxbench.core.spi.Server;
import java.util.concurrent.locks.LockSupport;

/**
 * Detects that the carriers of virtual threads do not get round to all threads.
 *
 * <p>A carrier runs what its own threads have made runnable before it looks for what other threads have: the wake-up of a poller or a
 * timer, or the start of a thread. While the members of a busy room wake each other, the carrier may never look. So a probe of the second
 * kind is woken at every tick. When the probe has not run for some ticks, {@link #isCrowded()} tells all threads to wait on a timer until
 * it has. A GC pause or a busy machine can make it miss one or two ticks; that is not crowding.
 *
 * <p>Threads: any, except {@link #look()}, which is the ticker's.
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

    /** Called every tick. Returns true if the probe has run since the last call, and so have all threads that were runnable then. */
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
