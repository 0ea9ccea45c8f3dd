package dev.muxbench.blocking;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the writers of connections. A line to a room is news for all its members at once, each of which has a thread: so many are not
 * woken together, but in parts, and the last one of a part wakes the next one. Whatever else is to be done has its turn in between, and
 * what is published meanwhile joins the rest.
 *
 * <p>Threads: any.
 */
final class WakeUps {
    /** Few, as each of them is a thread that has to run. */
    static final int PART = 8;

    /** A thread that sleeps now and then. It is in the queue once at most, so that waking it allocates nothing. */
    abstract static class Sleeper {
        private @Nullable Sleeper following; // in the queue; guarded by the lock
        private boolean queued; // guarded by the lock
        private volatile boolean asleep; // written by its thread

        /** Ends its sleep, or lets the next one end at once. */
        abstract void unpark();

        /** Its thread is going to park. */
        final void fallAsleep() {
            asleep = true;
        }

        /** Its thread was parked. Returns whether it must wake the next part: {@link WakeUps#goOn()}. */
        final boolean isToGoOn(WakeUps wakeUps) {
            asleep = false; // before it looks: whoever names it looks after that
            return this.equals(wakeUps.teller);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Sleeper teller; // it is to wake the next part; written under the lock
    // Guarded by the lock:
    private @Nullable Sleeper first;
    private @Nullable Sleeper last;
    private int woken; // of this part

    void wake(Sleeper sleeper) {
        lock.lock();
        try {
            if (!sleeper.queued) {
                add(sleeper);
            }
            if (teller == null) {
                wakePart();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A part has had its turn. */
    void goOn() {
        lock.lock();
        try {
            teller = null;
            woken = 0;
            wakePart();
        } finally {
            lock.unlock();
        }
    }

    /** The last one is to go on: one that does not sleep may be long in coming. */
    private void wakePart() {
        while (first != null && teller == null) {
            var sleeper = removeFirst(first);
            boolean wasAsleep = sleeper.asleep;
            if (wasAsleep && ++woken >= PART) {
                teller = sleeper; // before it is looked at again: it looks for this once it is awake
                teller = sleeper.asleep ? sleeper : null;
            }
            sleeper.unpark();
        }
    }

    private void add(Sleeper sleeper) {
        sleeper.queued = true;
        if (last == null) {
            first = sleeper;
        } else {
            last.following = sleeper;
        }
        last = sleeper;
    }

    private Sleeper removeFirst(Sleeper sleeper) {
        first = sleeper.following;
        if (first == null) {
            last = null;
        }
        sleeper.following = null;
        sleeper.queued = false;
        return sleeper;
    }
}
