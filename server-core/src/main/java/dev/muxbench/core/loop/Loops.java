package dev.muxbench.core.loop;

import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Loop;
import dev.muxbench.core.spi.Waker;
import dev.muxbench.core.status.BacklogHistogram;
import dev.muxbench.core.status.LoopCounters;
import dev.muxbench.core.status.ServerCounters;
import dev.muxbench.core.status.ServerStatus;
import dev.muxbench.core.status.SessionStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * All loops of a server, their counters, and their common end. A server that stops first mutes every loop: clients are no longer read.
 * When all loops have published what they had read, the sessions take leave. So no member misses a line that another was still sent.
 *
 * <p>Threads: any.
 */
public final class Loops {
    private static final long PATIENCE_MILLIS = 1000;

    private final LoopContext context;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private final Set<IoLoop> all = new HashSet<>();
    private final Set<IoLoop> talking = new HashSet<>(); // muted, but not quiet yet
    private ServerCounters ofPastLoops = ServerCounters.zero();
    private final List<LoopCounters> others = new ArrayList<>(); // that are counted, too
    private int opened;
    private boolean stopping;
    private boolean leaving;

    public Loops(LoopContext context) {
        this.context = context;
    }

    public Loop open(Waker waker) {
        lock.lock();
        try {
            var loop = new IoLoop(context, this, waker, opened++);
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

    /**
     * Asks all loops for their state and waits for at most one second.
     *
     * @param mostListed how many sessions are listed one by one
     * @param rooms      called when the loops have answered
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public ServerStatus status(int mostListed, Supplier<ServerStatus.Rooms> rooms) throws InterruptedException {
        var reports = askAll(mostListed);
        if (!reports.isEmpty()) {
            var _ = reports.getFirst().allAnswered().await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
        var byAnswer = reports.stream().collect(Collectors.partitioningBy(LoopReport::isAnswered));
        var answers = byAnswer.getOrDefault(true, List.of());
        var backlogs = new BacklogHistogram();
        answers.forEach(answer -> backlogs.add(answer.backlogs()));
        return new ServerStatus(
                counters(),
                reports.size(),
                byAnswer.getOrDefault(false, List.of()).stream()
                        .map(LoopReport::loopNumber)
                        .sorted()
                        .toList(),
                answers.stream().mapToInt(LoopReport::count).sum(),
                answers.stream().mapToInt(LoopReport::waiting).sum(),
                answers.stream().mapToDouble(LoopReport::busyShare).max().orElse(0),
                backlogs,
                answers.stream()
                        .flatMap(answer -> answer.sessions().stream())
                        .sorted(SessionStatus.WORST_FIRST)
                        .limit(mostListed)
                        .toList(),
                rooms.get());
    }

    /** Asks all loops for their reports. Loops that end meanwhile answer, too. */
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

    /** Counts what is done elsewhere for the sessions of these loops. */
    public void count(LoopCounters more) {
        lock.lock();
        try {
            others.add(more);
        } finally {
            lock.unlock();
        }
    }

    public ServerCounters counters() {
        lock.lock();
        try {
            var sum = ofPastLoops;
            for (var other : others) {
                sum = sum.plus(other.snapshot());
            }
            for (var loop : all) {
                sum = sum.plus(loop.counters().snapshot());
            }
            return sum;
        } finally {
            lock.unlock();
        }
    }

    public void stop() {
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

    /** Closes every session of these loops, now. */
    public void closeAll(CloseReason reason) {
        lock.lock();
        try {
            for (var loop : all) {
                loop.deliver(new Inbox.Entry() {
                    @Override
                    protected void open() {
                        loop.closeAll(reason);
                    }
                });
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the wait, whether or not all loops are quiet. */
    public void leave() {
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
