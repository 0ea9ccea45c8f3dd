package dev.muxbench.core;

import dev.muxbench.core.spi.CloseReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;

/**
 * What a loop looks at some times a second, as long as there is anything: the rooms whose readers are judged, and the sessions that
 * have a deadline.
 *
 * <p>Threads: the loop's.
 */
final class Ticks {
    private static final long TICK_NANOS = 50_000_000L;
    private static final long IN_TIME_NANOS = TICK_NANOS / 2; // a tick that is later shows that the loop did not run

    private final ChatServer server;
    private final FairClock fairClock;
    private final ArrayList<RoomShare> watched = new ArrayList<>();
    private final ArrayDeque<Session> deadlines = new ArrayDeque<>(); // in the order of registration
    private final ArrayList<Cursor> stuck = new ArrayList<>(0); // during a tick
    private long nextNanos;

    Ticks(ChatServer server, FairClock fairClock, long nowNanos) {
        this.server = server;
        this.fairClock = fairClock;
        this.nextNanos = nowNanos;
    }

    /** The share is judged from the next tick on, until its room is drained. */
    void watch(RoomShare share) {
        if (share.watch()) {
            watched.add(share);
        }
    }

    /** Ticks the session until it has nothing left to wait for. */
    void watch(Session session) {
        deadlines.add(session);
    }

    /** There is something to look at. */
    boolean areDue() {
        return !watched.isEmpty() || !deadlines.isEmpty();
    }

    long nextNanos() {
        return nextNanos;
    }

    void tickIfDue(long nowNanos) {
        if (!areDue() || nowNanos < nextNanos) {
            return;
        }
        long lateNanos = Math.max(0, nowNanos - nextNanos - IN_TIME_NANOS);
        nextNanos = nowNanos + TICK_NANOS;
        long fairNanos = fairClock.now(nowNanos);
        watched.removeIf(share -> !share.judge(nowNanos, fairNanos, lateNanos));
        freeMemory();
        for (int n = deadlines.size(); n > 0; n--) {
            var session = deadlines.remove();
            if (!session.lifecycle().tick(fairNanos)) {
                deadlines.add(session);
            }
        }
    }

    /** While all logs together are short of memory, those go that keep most of it and make no progress, in whatever room. */
    private void freeMemory() {
        long missingBytes = server.missingLogBytes();
        if (watched.isEmpty() || missingBytes <= 0) {
            return;
        }
        watched.forEach(share -> share.addStuck(stuck));
        stuck.sort(Comparator.comparingLong(Cursor::pinnedBytes).reversed());
        for (var cursor : stuck) {
            if (missingBytes > 0) {
                missingBytes -= cursor.pinnedBytes();
                cursor.session().lifecycle().closeAtOnce(CloseReason.LOG_MEMORY);
            }
        }
        stuck.clear();
    }
}
