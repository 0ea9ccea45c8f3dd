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
 * A room: its log, its members, and the loops that they are on.
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
    private long longestWaitNanos; // for one of its cursors, lately
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

    /** Returns the key, which is equal for all spellings of the room's name. */
    public String key() {
        return key;
    }

    public RoomLog log() {
        return log;
    }

    /** True while senders must wait, because members here or on other servers are behind. */
    public boolean pushesBack() {
        return held || log.isOverHighWater();
    }

    /** Called when the relay's part of {@link #pushesBack()} may have changed. */
    void onHeldChanged() {
        boolean before = held;
        held = relay != null && relay.isHeld(key);
        if (before && !held) {
            announce();
        }
    }

    /** Tells each loop with members here that there are new lines, or that senders may publish again. */
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

    /** Returns the loop's share, a new one if there is none. */
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

    /** Returns the number of members. Any thread. */
    public int memberCount() {
        return memberCount;
    }

    /** Counts published lines. Any thread. */
    public void countLines(long more) {
        lines.addAndGet(more);
    }

    /** Returns the lines published since the room was opened. Any thread. */
    public long lines() {
        return lines.getOpaque();
    }

    /** Returns the nicks of up to {@code limit} members. */
    List<String> nicks(int limit) {
        return members.stream().limit(limit).map(RoomSession::nick).toList();
    }

    /** True while readers must be judged: the room is over its high-water mark, or pins memory while memory is short. */
    boolean isWatched() {
        return log.isOverHighWater() || (isShortOfMemory() && log.backlogBytes() > 0);
    }

    /** True while all logs together are short of memory. */
    boolean isShortOfMemory() {
        return context.missingLogBytes() > 0;
    }

    /** True if readers over the mark are closed at once; else senders wait for them. */
    boolean closesAtOnce() {
        return closesAtOnce;
    }

    /** Returns the slow-consumer timeout. */
    long timeoutNanos() {
        return timeout.toNanos();
    }

    boolean isMomentAgo(long agoNanos) {
        return agoNanos < recentNanos(0);
    }

    /**
     * Returns how long a wait counts as recent. This is at least as long as the room has waited for one of its cursors, because one busy
     * machine may read for all members by turns, and each of them waits for its turn.
     */
    private long recentNanos(long longestNanos) {
        return Math.min(Math.max(MOMENT_NANOS, longestNanos), timeout.toNanos());
    }

    /**
     * Returns what is left of a recent wait after some time.
     *
     * @param longestNanos for which the room has waited lately for one of its cursors
     */
    long decayed(long nanos, long afterNanos, long longestNanos) {
        long recentNanos = recentNanos(longestNanos);
        return nanos - (long) ((double) nanos * Math.clamp(afterNanos, 0, recentNanos) / recentNanos);
    }

    /**
     * Returns the longest recent wait for a cursor of any loop.
     *
     * @param longestHereNanos the longest of the calling loop
     */
    long longestWaitNanos(long nowNanos, long longestHereNanos) {
        judgeLock.lock();
        try {
            long before = decayed(longestWaitNanos, nowNanos - longestWaitSetNanos, longestWaitNanos);
            longestWaitNanos = Math.max(before, longestHereNanos);
            longestWaitSetNanos = nowNanos;
            return longestWaitNanos;
        } finally {
            judgeLock.unlock();
        }
    }

    /** Replaces a share's counts by its counts of this tick. */
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
     * Charges the room's budget. Each loop with cursors here calls this every tick while the backlog is over the high-water mark, after
     * {@link #count}.
     *
     * @param nanos         for how long the room has waited for one of the loop's cursors
     * @param newcomerNanos for how long it has waited for a new cursor
     * @return false if nothing is charged, because the room has waited for most of its cursors
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

    /** Returns what a cursor may have cost. A cursor that is behind and has cost more is closed. */
    long allowanceNanos(long nowNanos) {
        judgeLock.lock();
        try {
            return pushback().allowanceNanos(nowNanos);
        } finally {
            judgeLock.unlock();
        }
    }

    /** True if no reader that is behind has made progress for three timeouts, so that waiting is of no use. */
    boolean standsStill() {
        judgeLock.lock();
        try {
            return readers.standsStill();
        } finally {
            judgeLock.unlock();
        }
    }
}
