package dev.muxbench.core.room;

import dev.muxbench.core.config.OverloadPolicy;
import dev.muxbench.core.log.RoomLog;
import dev.muxbench.core.loop.IoLoop;
import dev.muxbench.core.overload.PushbackBudget;
import dev.muxbench.core.overload.Readers;
import dev.muxbench.core.relay.Relay;
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
public final class Room {
    static final int TIMEOUTS_OF_A_STANDSTILL = 3;
    private static final long MOMENT_NANOS = 1_000_000_000L;

    private final String name;
    private final String key;
    private final RoomLog log;
    private final RoomContext context;
    private final Duration timeout; // of slow consumers
    private final boolean closesAtOnce;
    private final @Nullable Relay relay; // null if the server is alone
    private volatile boolean held; // by the relay

    private final RoomShares shares = new RoomShares();
    private final ArrayList<RoomSession> members = new ArrayList<>(1); // guarded by the registry's lock
    private volatile int memberCount; // written under the registry's lock
    private final AtomicLong lines = new AtomicLong(); // published

    private final ReentrantLock judgeLock = new ReentrantLock();
    // Guarded by judgeLock:
    private Readers readers = Readers.NONE; // of those shares that have looked
    private @Nullable PushbackBudget pushback; // null until there was any
    private long longestWaitNanos; // for one of its cursors, a moment ago
    private long longestWaitSetNanos; // by the server's clock

    /** @param relay null if the server is alone */
    Room(RoomContext context, String name, String key, @Nullable Relay relay) {
        this.context = context;
        this.relay = relay;
        this.held = relay != null && relay.isHeld(key);
        this.name = name;
        this.key = key;
        this.timeout = context.config().slowConsumerTimeout();
        this.closesAtOnce = context.config().overload() == OverloadPolicy.DISCONNECT;
        this.log = new RoomLog(context.pool(), context.config().logLimits(), context.clockNanos(), this::announce);
    }

    public String name() {
        return name;
    }

    /** Equal for all spellings of its name. */
    public String key() {
        return key;
    }

    public RoomLog log() {
        return log;
    }

    /** Whoever says something here must wait: its members are behind, or those of other servers. */
    public boolean pushesBack() {
        return held || log.isOverHighWater();
    }

    /** The relay's part of {@link #pushesBack()} may have changed. */
    void onHeldChanged() {
        boolean before = held;
        held = relay != null && relay.isHeld(key);
        if (before && !held) {
            announce();
        }
    }

    /** There is something new for every loop with members here: lines, or leave to publish again. */
    public void announce() {
        shares.announce();
    }

    // Membership: the caller holds the lock of the {@link RoomRegistry}.

    RoomShare add(RoomSession session) {
        session.setMemberNumber(members.size());
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

    void remove(RoomSession session) {
        var last = members.removeLast();
        memberCount = members.size();
        int number = session.memberNumber();
        if (number < members.size()) {
            members.set(number, last);
            last.setMemberNumber(number);
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
    public int memberCount() {
        return memberCount;
    }

    /** So many lines more are published. Any thread. */
    public void countLines(long more) {
        lines.addAndGet(more);
    }

    /** Published since it was opened. Any thread. */
    public long lines() {
        return lines.getOpaque();
    }

    /** Up to {@code limit} members' nicks. */
    List<String> nicks(int limit) {
        return members.stream().limit(limit).map(RoomSession::nick).toList();
    }

    /** Its readers are looked at: it is over its high-water mark, or keeps memory while that is short. */
    boolean isWatched() {
        return log.isOverHighWater() || (isShortOfMemory() && log.backlogBytes() > 0);
    }

    /** As all rooms are. */
    boolean isShortOfMemory() {
        return context.missingLogBytes() > 0;
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
        int others = relay == null ? 0 : relay.membersKeepingUp(key);
        judgeLock.lock();
        try {
            var all = readers.withOthers(others);
            long ofAny = all.waitsForMinority() ? nanos : 0;
            long ofNewcomers = all.newcomersAreMinority() ? newcomerNanos : 0;
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
