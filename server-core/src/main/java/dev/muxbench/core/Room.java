package dev.muxbench.core;

import dev.muxbench.core.log.RoomLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A room: its log, who is in it, and on which loops they are.
 *
 * <p>Threads: any. Membership changes under the server's membership lock; publishing walks the
 * loops' {@link RoomShares} without a lock.
 */
final class Room {
    final String name;
    final String key;
    final RoomLog log;
    private final SlowConsumerRule slowConsumerRule;
    private final boolean waits;

    private final RoomShares shares = new RoomShares();
    private final ArrayList<Session> members = new ArrayList<>(1); // guarded by the membership lock
    private volatile int memberCount; // written under the membership lock
    private final AtomicLong lines = new AtomicLong(); // published; written under the log's lock

    private final AtomicInteger present = new AtomicInteger(); // of those shares that have looked
    private final AtomicInteger behind = new AtomicInteger();
    private final ReentrantLock judgeLock = new ReentrantLock();
    private @Nullable PushbackBudget pushback; // guarded by judgeLock; null until there was any

    Room(ChatServer server, String name, String key) {
        this.name = name;
        this.key = key;
        this.slowConsumerRule = new SlowConsumerRule(server.config().slowConsumerTimeout());
        this.waits = server.config().overload() == OverloadPolicy.PUSHBACK;
        this.log = new RoomLog(server.segmentPool(), server.config().logLimits(), server.clock(), this::announce);
    }

    /** There is something new for every loop with members here: lines, or leave to publish again. */
    void announce() {
        shares.announce();
    }

    /** A share has heard of it: on that loop's thread. */
    void onOpened(RoomMembers share) {
        shares.goOn(share);
    }

    // Membership: the caller holds the server's membership lock.

    RoomMembers add(Session session) {
        session.membership().setMemberNumber(members.size());
        members.add(session);
        memberCount = members.size();
        return shareOf(session.loop());
    }

    private RoomMembers shareOf(IoLoop loop) {
        var share = shares.find(loop);
        if (share == null) {
            share = new RoomMembers(this, loop);
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

    void drop(RoomMembers share) {
        share.forgetCounts();
        shares.remove(share);
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** Any thread. */
    int memberCount() {
        return memberCount;
    }

    /** Under the log's lock: so many lines more were published. */
    void countLines(long more) {
        lines.setOpaque(lines.getPlain() + more);
    }

    /** Published since it was opened. Any thread. */
    long lines() {
        return lines.getOpaque();
    }

    /** Up to {@code limit} members' nicks. */
    List<String> nicks(int limit) {
        return members.stream().limit(limit).map(Session::nick).toList();
    }

    /**
     * Called by every loop with members here, some times a second while the backlog is over the high-water mark, after it has
     * counted its own. Decides whether those that are behind have to go: they are a minority, and minorities have held this
     * room back for as long as they may.
     */
    boolean mustEvict(long nowNanos) {
        judgeLock.lock();
        try {
            if (pushback == null) {
                pushback = new PushbackBudget(slowConsumerRule.budget());
            }
            int late = behind.get();
            if (late == 0 || 2 * late >= present.get()) {
                pushback.pause();
                return false;
            }
            pushback.charge(nowNanos);
            return pushback.isExhausted(nowNanos);
        } finally {
            judgeLock.unlock();
        }
    }

    /** A share has other figures than when it looked before. */
    void count(int morePresent, int moreBehind) {
        if (morePresent != 0) {
            present.addAndGet(morePresent);
        }
        if (moreBehind != 0) {
            behind.addAndGet(moreBehind);
        }
    }

    /** For members that are slow; else they are closed at once. */
    boolean waits() {
        return waits;
    }

    SlowConsumerRule slowConsumerRule() {
        return slowConsumerRule;
    }

    /** The backlog is drained: nobody holds the room back. */
    void endPushback() {
        judgeLock.lock();
        try {
            if (pushback != null) {
                pushback.pause();
            }
        } finally {
            judgeLock.unlock();
        }
    }
}
