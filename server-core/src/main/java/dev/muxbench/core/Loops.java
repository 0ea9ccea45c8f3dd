package dev.muxbench.core;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All loops of a server: what they have done, and how they come to their end together. First every loop is muted: its clients are no longer
 * heard. Once all of them have published what they had taken in, the sessions take leave: so nobody misses what anybody else was still told.
 *
 * <p>Threads: any.
 */
final class Loops {
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private final Set<IoLoop> all = new HashSet<>();
    private final Set<IoLoop> talking = new HashSet<>(); // muted, but not quiet yet
    private ServerCounters ofPastLoops = ServerCounters.zero();
    private boolean stopping;
    private boolean leaving;

    void add(IoLoop loop) {
        lock.lock();
        try {
            all.add(loop);
            if (leaving) {
                loop.requestLeave();
            } else if (stopping) {
                mute(loop);
            }
        } finally {
            lock.unlock();
        }
    }

    private void mute(IoLoop loop) {
        talking.add(loop);
        loop.requestMute();
    }

    void remove(IoLoop loop) {
        lock.lock();
        try {
            if (all.remove(loop)) {
                ofPastLoops = ofPastLoops.plus(loop.counters().snapshot());
                forgetTalking(loop);
            }
        } finally {
            lock.unlock();
        }
    }

    ServerCounters counters() {
        lock.lock();
        try {
            var sum = ofPastLoops;
            for (var loop : all) {
                sum = sum.plus(loop.counters().snapshot());
            }
            return sum;
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        lock.lock();
        try {
            if (!stopping) {
                stopping = true;
                all.forEach(this::mute);
                leaveIfQuiet();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A muted loop has nothing left to publish. */
    void onQuiet(IoLoop loop) {
        lock.lock();
        try {
            forgetTalking(loop);
        } finally {
            lock.unlock();
        }
    }

    private void forgetTalking(IoLoop loop) {
        talking.remove(loop);
        leaveIfQuiet();
    }

    private void leaveIfQuiet() {
        if (stopping && talking.isEmpty()) {
            leave();
        }
    }

    /** Whether all are quiet or not. */
    void leave() {
        lock.lock();
        try {
            if (!leaving) {
                stopping = true;
                leaving = true;
                all.forEach(IoLoop::requestLeave);
            }
        } finally {
            lock.unlock();
        }
    }
}
