package dev.muxbench.blocking;

import java.util.concurrent.locks.LockSupport;

/**
 * Finds out whether the carriers of virtual threads still get round to everybody.
 *
 * <p>A carrier runs what its own threads have made runnable before it looks for what other threads have: a poller's or a timer's
 * wake-up, a thread's start. While the members of a busy room wake each other, it may never look. So a probe of that second kind is woken at
 * every tick. When it has not run by the next one, {@link #isCrowded()} tells all threads to wait outside, until it has.
 *
 * <p>Threads: any, but for {@link #look()}, which is the ticker's.
 */
final class Crowding {
    private final Thread probe;
    private volatile boolean crowded;
    private volatile boolean answered = true;
    private volatile boolean ending;

    Crowding(BlockingProvider threads) {
        probe = threads.newThread("probe", this::answer);
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

    void look() {
        if (answered) {
            answered = false;
            LockSupport.unpark(probe);
        } else {
            crowded = true;
        }
    }

    boolean isCrowded() {
        return crowded;
    }

    void end() {
        ending = true;
        LockSupport.unpark(probe);
    }
}
