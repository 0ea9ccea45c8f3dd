package dev.muxbench.blocking;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the writers of connections. A line to a room is news for all its members at once, each of which has a thread: so many are not
 * woken together, but in parts, and the last one of a part wakes the next one. Whatever else is to be done has its turn in between, and
 * what is published meanwhile joins the rest.
 *
 * <p>Those that wait are kept by crowds: a crowd is what one thread wakes one after the other, so mostly the members of one room. Crowds
 * have their turns in a ring, because a small room must not wait for all the members of a large one. A crowd is a queue, because whoever
 * has had its turn must not have another one before the rest.
 *
 * <p>Threads: any.
 */
final class WakeUps {
    /** Each of them is a thread that has to run, and between two parts a carrier of virtual threads may look for other work. */
    static final int PART = 64;

    /** Of one crowd, before another one has its turn. */
    static final int TURN = 8;

    /** A thread that sleeps now and then. It is in one crowd at most, and once. */
    abstract static class Sleeper {
        private @Nullable Crowd crowd; // that it was in last; guarded by the lock
        private @Nullable Sleeper following; // in it; guarded by the lock
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
    private volatile @Nullable Sleeper teller; // it is to wake the next part; written under the lock
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

    /** A part has had its turn. */
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
