package dev.muxbench.core.loop;

import dev.muxbench.core.overload.FairClock;
import dev.muxbench.core.spi.CloseReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.function.LongSupplier;

/**
 * Looks every 50 ms at the rooms whose readers are judged and at the sessions that have a deadline, while there are any.
 *
 * <p>Threads: the loop's.
 */
final class Ticks {
    private static final long TICK_NANOS = 50_000_000L;
    private static final long IN_TIME_NANOS = TICK_NANOS / 2; // a tick that is later shows that the loop did not run

    private final LongSupplier missingLogBytes;
    private final FairClock fairClock;
    private final ArrayList<LoopRoom> watched = new ArrayList<>();
    private final ArrayDeque<LoopSession> deadlines = new ArrayDeque<>(); // in the order of registration
    private final ArrayList<LoopRoom.Pin> stuck = new ArrayList<>(0); // during a tick
    private boolean running; // there was something to look at in the last turn
    private long nextNanos;

    Ticks(LongSupplier missingLogBytes, FairClock fairClock, long nowNanos) {
        this.missingLogBytes = missingLogBytes;
        this.fairClock = fairClock;
        this.nextNanos = nowNanos;
    }

    /** Judges a room from the next tick on, until it is drained. */
    void watch(LoopRoom room) {
        if (room.watch()) {
            watched.add(room);
        }
    }

    /** Ticks a session until its deadline is over. */
    void watch(LoopSession session) {
        deadlines.add(session);
    }

    /** True while there is something to look at. */
    boolean areDue() {
        return !watched.isEmpty() || !deadlines.isEmpty();
    }

    long nextNanos() {
        return nextNanos;
    }

    void tickIfDue(long nowNanos) {
        boolean begins = !running;
        running = areDue();
        if (running && begins) {
            nextNanos = Math.max(nextNanos, nowNanos); // there was nothing to look at, so the first look is not late
        }
        if (!running || nowNanos < nextNanos) {
            return;
        }
        long lateNanos = Math.max(0, nowNanos - nextNanos - IN_TIME_NANOS);
        nextNanos = nowNanos + TICK_NANOS;
        long fairNanos = fairClock.now(nowNanos);
        watched.removeIf(room -> !room.judge(nowNanos, fairNanos, lateNanos));
        freeMemory();
        for (int n = deadlines.size(); n > 0; n--) {
            var session = deadlines.remove();
            if (!session.tick(fairNanos)) {
                deadlines.add(session);
            }
        }
    }

    /** While all logs together are short of memory, closes the readers that pin most of it and make no progress, in any room. */
    private void freeMemory() {
        long missingBytes = missingLogBytes.getAsLong();
        if (watched.isEmpty() || missingBytes <= 0) {
            return;
        }
        watched.forEach(room -> room.addStuck(stuck));
        stuck.sort(Comparator.comparingLong(LoopRoom.Pin::pinnedBytes).reversed());
        for (var pin : stuck) {
            if (missingBytes > 0) {
                missingBytes -= pin.pinnedBytes();
                pin.closeAtOnce(CloseReason.LOG_MEMORY);
            }
        }
        stuck.clear();
    }
}
