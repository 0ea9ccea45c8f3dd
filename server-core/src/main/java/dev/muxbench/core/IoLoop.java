package dev.muxbench.core;

import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import dev.muxbench.core.spi.Loop;
import dev.muxbench.core.spi.Waker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/**
 * The core's side of one I/O thread.
 *
 * <p>Threads: the loop's, but for {@link #deliver}, {@link #requestMute}, {@link #requestLeave} and {@link #number()}, which are for any.
 */
public final class IoLoop implements Loop {
    private static final byte[] NO_BYTES = {};
    private static final long TICK_NANOS = 50_000_000L;
    private static final long IN_TIME_NANOS = TICK_NANOS / 2; // a tick that is later shows that the loop did not run

    private final ChatServer server;
    private final int number;
    private final LoopCounters counters = new LoopCounters();
    private final BusyTime busyTime;
    private final WaitingInputs waiting = new WaitingInputs(counters);
    private final Inbox inbox;
    private final IdleCheck idleCheck;
    private volatile boolean muteRequested; // written by any thread
    private volatile boolean leaveRequested; // written by any thread

    private final ArrayList<RoomShare> news = new ArrayList<>();
    private final ArrayList<RoomShare> watched = new ArrayList<>();
    private final ArrayDeque<Session> toResume = new ArrayDeque<>();
    private final ArrayDeque<Session> deadlines = new ArrayDeque<>(); // in the order of registration
    private final ArrayList<Session> sessions = new ArrayList<>();
    private final HashSet<Session> departed = new HashSet<>(0); // closed, but what they have sent still waits
    private final ArrayList<Cursor> stuck = new ArrayList<>(0); // during a tick
    private final FairClock fairClock;
    private long nextTickNanos;
    private boolean muted;
    private boolean quiet;
    private boolean leaving;

    private final Batch batch = new Batch(this);
    private byte[] raw = NO_BYTES;

    /** @param number no other loop of this server has it */
    IoLoop(ChatServer server, Waker waker, int number) {
        this.server = server;
        this.number = number;
        this.inbox = new Inbox(waker);
        this.nextTickNanos = server.clock().getAsLong();
        this.fairClock = new FairClock(nextTickNanos);
        this.busyTime = new BusyTime(counters, nextTickNanos);
        this.idleCheck = new IdleCheck(server.config().clientLimits().idleTimeout(), nextTickNanos);
    }

    // ---- Called by the backend.

    @Override
    public Session accept(Connection connection) {
        var session = new Session(server, this, connection);
        session.setLoopNumber(sessions.size());
        sessions.add(session);
        if (muted) {
            session.input().mute();
        }
        if (leaving) {
            session.takeLeave();
        }
        return session;
    }

    @Override
    public void refused(CloseReason reason) {
        counters.accepted();
        counters.closed(reason);
    }

    @Override
    public void runTurn() {
        fairClock.beginTurn();
        inbox.openAll();
        resumeInput();
        flushRooms();
        stopIfRequested();
        long now = nowNanos();
        tickIfDue(now);
        closeIdle(now);
        fairClock.endTurn(now);
    }

    @Override
    public boolean prepareToSleep() {
        if (sleepNanos() <= 0 || !inbox.prepareToSleep() || mustStop()) {
            return false;
        }
        if (!busyTime.isAsleep()) {
            busyTime.sleep(nowNanos());
        }
        return true;
    }

    @Override
    public void awake() {
        inbox.awake();
        if (busyTime.isAsleep()) {
            long now = nowNanos();
            busyTime.awake(now);
            fairClock.awake(now);
        }
    }

    @Override
    public long sleepNanos() {
        if (!news.isEmpty() || !toResume.isEmpty()) {
            return 0;
        }
        if (!ticks() && !findsIdle()) {
            return Long.MAX_VALUE;
        }
        long now = nowNanos();
        long toTick = ticks() ? nextTickNanos - now : Long.MAX_VALUE;
        long toIdleCheck = findsIdle() ? idleCheck.nextNanos() - now : Long.MAX_VALUE;
        return Math.max(1, Math.min(toTick, toIdleCheck));
    }

    @Override
    public boolean isEmpty() {
        return sessions.isEmpty() && departed.isEmpty();
    }

    @Override
    public void close() {
        server.loops().remove(this);
    }

    // ---- Called by any thread.

    /** Returns whether the loop slept and is woken: then it will open the entry soon. */
    boolean deliver(Inbox.Entry entry) {
        return inbox.put(entry);
    }

    int number() {
        return number;
    }

    /** Its clients are no longer heard, but for what they have sent already; {@link Loops#onQuiet} tells when that is published. */
    void requestMute() {
        muteRequested = true;
        inbox.wake();
    }

    /** Ends every session after what is pending for it. */
    void requestLeave() {
        muteRequested = true;
        leaveRequested = true;
        inbox.wake();
    }

    private boolean mustStop() {
        return (muteRequested && !muted) || (leaveRequested && !leaving) || isQuietNow();
    }

    private boolean isQuietNow() {
        return muted && !quiet && waiting.count() == 0;
    }

    // ---- The steps of a turn.

    private void resumeInput() {
        for (int n = toResume.size(); n > 0; n--) {
            toResume.remove().input().resume();
        }
        for (int i = 0; i < news.size(); i++) {
            var share = news.get(i);
            if (share.hasHeld()) {
                share.resumeHeld();
            }
        }
        inbox.openAll(); // what the resumed input has published
    }

    private void flushRooms() {
        int unfinished = 0;
        for (int i = 0; i < news.size(); i++) {
            var share = news.get(i);
            if (!share.flush()) {
                news.set(unfinished++, share);
            }
            if (share.room().isWatched() && share.watch()) {
                watched.add(share);
            }
        }
        news.subList(unfinished, news.size()).clear();
    }

    private void stopIfRequested() {
        if (muteRequested && !muted) {
            muted = true;
            sessions.forEach(session -> session.input().mute());
        }
        if (isQuietNow()) {
            quiet = true;
            server.loops().onQuiet(this);
        }
        if (leaveRequested && !leaving) {
            leaving = true;
            sessions.forEach(Session::takeLeave);
        }
    }

    private boolean ticks() {
        return !watched.isEmpty() || !deadlines.isEmpty();
    }

    private void tickIfDue(long now) {
        if (!ticks() || now < nextTickNanos) {
            return;
        }
        long lateNanos = Math.max(0, now - nextTickNanos - IN_TIME_NANOS);
        nextTickNanos = now + TICK_NANOS;
        long fairNanos = fairClock.now(now);
        watched.removeIf(share -> !share.judge(now, fairNanos, lateNanos));
        freeMemory();
        for (int n = deadlines.size(); n > 0; n--) {
            var session = deadlines.remove();
            if (!session.tick(fairNanos)) {
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
                cursor.session().closeAtOnce(CloseReason.LOG_MEMORY);
            }
        }
        stuck.clear();
    }

    private boolean findsIdle() {
        return idleCheck.isOn() && !sessions.isEmpty();
    }

    private void closeIdle(long now) {
        if (findsIdle()) {
            idleCheck.closeIdle(sessions, now);
        }
    }

    // ---- Called by the loop's sessions.

    /** There is something new in a room that has members here. */
    void onNews(RoomShare share) {
        news.add(share);
    }

    void resumeLater(Session session) {
        toResume.add(session);
    }

    /** By the loop's {@link FairClock}. */
    long fairNanos() {
        return fairClock.now(nowNanos());
    }

    /** By the same: see {@link FairClock#polledNanos()}. */
    long polledNanos() {
        return fairClock.polledNanos();
    }

    long nowNanos() {
        return server.clock().getAsLong();
    }

    /** Ticks the session until it has nothing left to wait for. */
    void watchDeadline(Session session) {
        deadlines.add(session);
    }

    /** It is closed, but something that it has sent is still to be said. */
    void onDeparted(Session session) {
        departed.add(session);
    }

    /** That is said, too, if there was any. */
    void onVanished(Session session) {
        departed.remove(session);
    }

    /** A session's input has to wait. */
    void onHolding() {
        waiting.add(nowNanos());
    }

    /** It waits no longer. */
    void onReleased() {
        waiting.remove(nowNanos());
    }

    boolean isMuted() {
        return muted;
    }

    void forget(Session session) {
        var last = sessions.removeLast();
        if (last != session) {
            sessions.set(session.loopNumber(), last);
            last.setLoopNumber(session.loopNumber());
        }
    }

    /** Scratch space for a line as received. There is none until it is needed: a loop may have one silent connection only. */
    byte[] raw() {
        if (raw.length == 0) {
            raw = new byte[server.config().maxLineBytes()];
        }
        return raw;
    }

    /** Where the lines of the client gather that is handled just now. */
    Batch batch() {
        return batch;
    }

    int sessionCount() {
        return sessions.size();
    }

    LoopCounters counters() {
        return counters;
    }

    /** Says how it is, and of how many sessions that is all. */
    int report(LoopReport report, int from, int to) {
        settle();
        long now = nowNanos();
        report.take(sessions.size(), waiting.count(), busyTime.share(now));
        for (var session : sessions.subList(Math.min(from, sessions.size()), Math.min(to, sessions.size()))) {
            report.take(session, now);
        }
        return sessions.size();
    }

    /** Counts the time up to now. */
    void settle() {
        long now = nowNanos();
        busyTime.settle(now);
        waiting.settle(now);
    }

    /** It makes no more turns: who waits for an answer gets it, and what still waits to be said is not. */
    void end() {
        inbox.awake();
        inbox.openAll();
        List.copyOf(departed).forEach(session -> session.input().abandon());
    }
}
