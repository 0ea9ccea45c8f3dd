package dev.muxbench.core;

import dev.muxbench.core.log.RoomLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A room: its log, who is in it, and on which loops they are.
 *
 * <p>Threads: any. Membership changes under the lock of the {@link RoomRegistry}; publishing walks the
 * loops' {@link RoomShares} without a lock.
 */
final class Room {
    static final int TIMEOUTS_OF_A_STANDSTILL = 3;
    private static final long MOMENT_NANOS = 1_000_000_000L;

    final String name;
    final String key;
    final RoomLog log;
    private final ChatServer server;
    private final Duration timeout; // of slow consumers
    private final boolean closesAtOnce;

    private final RoomShares shares = new RoomShares();
    private final ArrayList<Session> members = new ArrayList<>(1); // guarded by the registry's lock
    private volatile int memberCount; // written under the registry's lock
    private final AtomicLong lines = new AtomicLong(); // published

    private final ReentrantLock judgeLock = new ReentrantLock();
    // Guarded by judgeLock:
    private Readers readers = Readers.NONE; // of those shares that have looked
    private @Nullable PushbackBudget pushback; // null until there was any
    private long longestWaitNanos; // for one of its cursors, a moment ago
    private long longestWaitSetNanos; // by the server's clock

    /**
     * Cursors in a room's log, or in a share of it.
     *
     * @param present   all
     * @param newcomers those that were added a moment ago
     * @param waitedFor those that the room has waited for a moment ago
     * @param behind    those that are further behind than the low-water mark
     * @param stuck     those of them that have made no progress for the timeouts of a standstill
     */
    record Readers(int present, int newcomers, int waitedFor, int behind, int stuck) {
        static final Readers NONE = new Readers(0, 0, 0, 0, 0);

        Readers plus(Readers other) {
            return new Readers(
                    present + other.present,
                    newcomers + other.newcomers,
                    waitedFor + other.waitedFor,
                    behind + other.behind,
                    stuck + other.stuck);
        }

        Readers minus(Readers other) {
            return new Readers(
                    present - other.present,
                    newcomers - other.newcomers,
                    waitedFor - other.waitedFor,
                    behind - other.behind,
                    stuck - other.stuck);
        }

        boolean newcomersAreMinority() {
            return 2 * newcomers < present;
        }

        /** Else all are as slow as each other, and the room waits for them by turns. */
        boolean waitsForMinority() {
            return 2 * waitedFor < present;
        }

        boolean standsStill() {
            return behind > 0 && stuck == behind;
        }
    }

    Room(ChatServer server, String name, String key) {
        this.server = server;
        this.name = name;
        this.key = key;
        this.timeout = server.config().slowConsumerTimeout();
        this.closesAtOnce = server.config().overload() == OverloadPolicy.DISCONNECT;
        this.log = new RoomLog(server.segmentPool(), server.config().logLimits(), server.clock(), this::announce);
    }

    /** There is something new for every loop with members here: lines, or leave to publish again. */
    void announce() {
        shares.announce();
    }

    // Membership: the caller holds the lock of the {@link RoomRegistry}.

    RoomShare add(Session session) {
        session.membership().setMemberNumber(members.size());
        members.add(session);
        memberCount = members.size();
        return shareOf(session.loop());
    }

    /** The loop's share, which is made if need be. */
    RoomShare shareOf(IoLoop loop) {
        var share = shares.find(loop);
        if (share == null) {
            share = new RoomShare(this, loop);
            shares.add(share);
        }
        return share;
    }

    void remove(Session session) {
        var last = members.removeLast();
        memberCount = members.size();
        if (last != session) {
            int number = session.membership().memberNumber();
            members.set(number, last);
            last.membership().setMemberNumber(number);
        }
    }

    void drop(RoomShare share) {
        share.forgetReaders();
        shares.remove(share);
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** Any thread. */
    int memberCount() {
        return memberCount;
    }

    /** So many lines more are published. Any thread. */
    void countLines(long more) {
        lines.addAndGet(more);
    }

    /** Published since it was opened. Any thread. */
    long lines() {
        return lines.getOpaque();
    }

    /** Up to {@code limit} members' nicks. */
    List<String> nicks(int limit) {
        return members.stream().limit(limit).map(Session::nick).toList();
    }

    /** Its readers are looked at: it is over its high-water mark, or keeps memory while that is short. */
    boolean isWatched() {
        return log.isOverHighWater() || (isShortOfMemory() && log.backlogBytes() > 0);
    }

    /** As all rooms are. */
    boolean isShortOfMemory() {
        return server.missingLogBytes() > 0;
    }

    /** Those who are over the mark are closed at once; else senders wait for them. */
    boolean closesAtOnce() {
        return closesAtOnce;
    }

    /** The slow-consumer timeout. */
    long timeoutNanos() {
        return timeout.toNanos();
    }

    /** Time that is counted as recent, at most one slow-consumer timeout. */
    private long momentNanos() {
        return Math.min(MOMENT_NANOS, timeout.toNanos());
    }

    boolean isMomentAgo(long agoNanos) {
        return agoNanos < momentNanos();
    }

    /** What is left of a time in which somebody was waited for, so long after it. */
    long decayed(long nanos, long afterNanos) {
        return nanos - nanos * Math.clamp(afterNanos, 0, momentNanos()) / momentNanos();
    }

    /** @param longestHereNanos for which a share's loop has waited for one of its cursors a moment ago; returns the same of all loops */
    long longestWaitNanos(long nowNanos, long longestHereNanos) {
        judgeLock.lock();
        try {
            long before = decayed(longestWaitNanos, nowNanos - longestWaitSetNanos);
            longestWaitNanos = Math.max(before, longestHereNanos);
            longestWaitSetNanos = nowNanos;
            return longestWaitNanos;
        } finally {
            judgeLock.unlock();
        }
    }

    /** A share has other figures than when it looked before. */
    void count(Readers before, Readers now) {
        if (before.equals(now)) {
            return;
        }
        judgeLock.lock();
        try {
            readers = readers.minus(before).plus(now);
        } finally {
            judgeLock.unlock();
        }
    }

    /**
     * Called by every loop with cursors here, some times a second while the backlog is over the high-water mark, after it has counted
     * its own.
     *
     * @param nanos         for how long the room has waited for one of them
     * @param newcomerNanos for how long it has waited for one that has just come
     * @return whether any of it is charged: that is not so if the room has waited for most of its cursors
     */
    boolean charge(long nowNanos, long nanos, long newcomerNanos) {
        judgeLock.lock();
        try {
            long ofAny = readers.waitsForMinority() ? nanos : 0;
            long ofNewcomers = readers.newcomersAreMinority() ? newcomerNanos : 0;
            long charged = Math.max(ofAny, ofNewcomers);
            if (charged > 0) {
                pushback().charge(nowNanos, charged);
            }
            return charged > 0;
        } finally {
            judgeLock.unlock();
        }
    }

    private PushbackBudget pushback() {
        if (pushback == null) {
            pushback = new PushbackBudget(timeout);
        }
        return pushback;
    }

    /** What a cursor may have cost: those that are behind and have cost more are closed. */
    long allowanceNanos(long nowNanos) {
        judgeLock.lock();
        try {
            return pushback().allowanceNanos(nowNanos);
        } finally {
            judgeLock.unlock();
        }
    }

    /** Nobody who is behind has made any progress for so long that waiting is of no use. */
    boolean standsStill() {
        judgeLock.lock();
        try {
            return readers.standsStill();
        } finally {
            judgeLock.unlock();
        }
    }
}
