package dev.muxbench.blocking;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the writers of connections. A line to a room is news for all of its members, and each member has a thread. So the writers are
 * woken in parts, and the last writer of a part wakes the next part. Other work has its turn between two parts, and lines published
 * meanwhile go out with the later parts.
 *
 * <p>Writers that wait are kept in crowds: a crowd is what one thread wakes one after the other, mostly the members of one room. Crowds
 * have their turns in a ring, because a small room must not wait for all the members of a large one. A crowd is a queue, because a writer
 * that has had its turn must not have another one before the rest.
 *
 * <p>Threads: any.
 */
final class WakeUps {
    /** The writers of one part. Between two parts a carrier of virtual threads may look for other work. */
    static final int PART = 64;

    /** The writers of one crowd that are woken before another crowd has its turn. */
    static final int TURN = 8;

    /** A thread that sleeps now and then. It is in at most one crowd, once. */
    abstract static class Sleeper {
        private @Nullable Crowd crowd; // the last one that it was in; guarded by the lock
        private @Nullable Sleeper following; // in it; guarded by the lock
        private boolean queued; // guarded by the lock
        private volatile boolean asleep; // written by its thread

        /** Ends the thread's sleep, or lets its next sleep end at once. */
        abstract void unpark();

        /** Called before the thread parks. */
        final void fallAsleep() {
            asleep = true;
        }

        /** Called after the thread was parked. Returns true if the thread must wake the next part: {@link WakeUps#goOn()}. */
        final boolean isToGoOn(WakeUps wakeUps) {
            asleep = false; // set before the check: a thread that names it checks after that
            return this.equals(wakeUps.teller);
        }
    }

    /** Sleepers that wait together. Guarded by the lock. */
    private static final class Crowd {
        private @Nullable Sleeper first; // null if none waits
        private @Nullable Sleeper last;

        boolean isEmpty() {
            return first == null;
        }

        void add(Sleeper sleeper) {
            sleeper.queued = true;
            if (last == null) {
                first = sleeper;
            } else {
                last.following = sleeper;
            }
            last = sleeper;
        }

        Sleeper remove() {
            var sleeper = Objects.requireNonNull(first);
            first = sleeper.following;
            if (first == null) {
                last = null;
            }
            sleeper.following = null;
            sleeper.queued = false;
            return sleeper;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Sleeper teller; // must wake the next part; written under the lock
    // Guarded by the lock:
    private final ArrayDeque<Crowd> ring = new ArrayDeque<>(); // those that are not empty: none without a teller
    private Crowd newest = new Crowd(); // of the last one that was to be woken
    private @Nullable Thread waker; // of that
    private int woken; // of this part
    private int taken; // of the first crowd, in its turn

    void wake(Sleeper sleeper) {
        lock.lock();
        try {
            newest = crowdOf(sleeper);
            waker = Thread.currentThread();
            sleeper.crowd = newest;
            if (teller == null) {
                rouse(sleeper);
            } else if (!sleeper.queued) {
                add(sleeper, newest);
            }
        } finally {
            lock.unlock();
        }
    }

    private Crowd crowdOf(Sleeper sleeper) {
        if (sleeper.crowd != null && !sleeper.crowd.isEmpty()) {
            return sleeper.crowd;
        }
        return Thread.currentThread().equals(waker) ? newest : new Crowd();
    }

    /** Wakes the next part, after a part has had its turn. */
    void goOn() {
        lock.lock();
        try {
            teller = null;
            woken = 0;
            while (teller == null && !ring.isEmpty()) {
                rouse(removeFirst());
            }
        } finally {
            lock.unlock();
        }
    }

    /** The last one of a part is to go on: one that does not sleep may be long in coming. */
    private void rouse(Sleeper sleeper) {
        boolean wasAsleep = sleeper.asleep;
        if (wasAsleep && ++woken >= PART) {
            teller = sleeper; // before it is looked at again: it looks for this once it is awake
            teller = sleeper.asleep ? sleeper : null;
        }
        sleeper.unpark();
    }

    private void add(Sleeper sleeper, Crowd crowd) {
        if (crowd.isEmpty()) {
            ring.add(crowd);
        }
        crowd.add(sleeper);
    }

    private Sleeper removeFirst() {
        var crowd = ring.element();
        var sleeper = crowd.remove();
        if (crowd.isEmpty()) {
            ring.remove();
            taken = 0;
        } else if (++taken == TURN) {
            ring.add(ring.remove());
            taken = 0;
        }
        return sleeper;
    }
}
