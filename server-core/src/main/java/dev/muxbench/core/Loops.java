package dev.muxbench.core;

import dev.muxbench.core.spi.Waker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
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
    private int opened;
    private boolean stopping;
    private boolean leaving;

    IoLoop open(ChatServer server, Waker waker) {
        lock.lock();
        try {
            var loop = new IoLoop(server, waker, opened++);
            all.add(loop);
            if (leaving) {
                loop.requestLeave();
            } else if (stopping) {
                mute(loop);
            }
            return loop;
        } finally {
            lock.unlock();
        }
    }

    private void mute(IoLoop loop) {
        talking.add(loop);
        loop.requestMute();
    }

    void remove(IoLoop loop) {
        loop.settle();
        lock.lock();
        try {
            if (all.remove(loop)) {
                ofPastLoops = ofPastLoops.plus(loop.counters().snapshot());
                forgetTalking(loop);
            }
        } finally {
            lock.unlock();
        }
        loop.end();
    }

    /** Asks every loop that there is how it is. Those that end meanwhile answer, too. */
    List<LoopReport> askAll(int sessions) {
        lock.lock();
        try {
            var answered = new CountDownLatch(all.size());
            var reports = new ArrayList<LoopReport>(all.size());
            for (var loop : all) {
                var report = new LoopReport(loop, sessions, answered);
                reports.add(report);
                loop.deliver(report);
            }
            return reports;
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
