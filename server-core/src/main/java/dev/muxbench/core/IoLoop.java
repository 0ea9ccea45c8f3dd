package dev.muxbench.core;

import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import dev.muxbench.core.spi.Loop;
import dev.muxbench.core.spi.Waker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The core's side of one I/O thread.
 *
 * <p>Threads: the loop's, but for {@link #deliver}, {@link #requestMute}, {@link #requestLeave} and {@link #number()}, which are for any.
 */
public final class IoLoop implements Loop {
    private static final byte[] NO_BYTES = {};

    private final ChatServer server;
    private final int number;
    private final LoopCounters counters = new LoopCounters();
    private final BusyTime busyTime;
    private final WaitingInputs waiting = new WaitingInputs(counters);
    private final Inbox inbox;
    private final IdleCheck idleCheck;
    private final Stopping stopping;

    private final ArrayList<RoomShare> news = new ArrayList<>();
    private final ArrayDeque<Session> toResume = new ArrayDeque<>();
    private final ArrayList<Session> sessions = new ArrayList<>();
    private final HashSet<Session> departed = new HashSet<>(0); // closed, but what they have sent still waits
    private final FairClock fairClock;
    private final Ticks ticks;

    private final Batch batch = new Batch(this);
    private byte[] raw = NO_BYTES;

    /** @param number no other loop of this server has it */
    IoLoop(ChatServer server, Waker waker, int number) {
        this.server = server;
        this.number = number;
        this.inbox = new Inbox(waker);
        this.stopping = new Stopping(this, server.loops());
        long now = server.clock().getAsLong();
        this.fairClock = new FairClock(now);
        this.ticks = new Ticks(server, fairClock, now);
        this.busyTime = new BusyTime(counters, now);
        this.idleCheck = new IdleCheck(server.config().clientLimits().idleTimeout(), now);
    }

    // ---- Called by the backend.

    @Override
    public Session accept(Connection connection) {
        var session = new Session(server, this, connection);
        session.setLoopNumber(sessions.size());
        sessions.add(session);
        stopping.onAccepted(session);
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
        stopping.makeSteps(sessions);
        long now = nowNanos();
        ticks.tickIfDue(now);
        closeIdle(now);
        fairClock.endTurn(now);
    }

    @Override
    public boolean prepareToSleep() {
        if (sleepNanos() <= 0 || !inbox.prepareToSleep() || stopping.isDue()) {
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
        if (!ticks.areDue() && !findsIdle()) {
            return Long.MAX_VALUE;
        }
        long now = nowNanos();
        long toTick = ticks.areDue() ? ticks.nextNanos() - now : Long.MAX_VALUE;
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
        stopping.requestMute();
        inbox.wake();
    }

    /** Ends every session after what is pending for it. */
    void requestLeave() {
        stopping.requestLeave();
        inbox.wake();
    }

    // ---- The steps of a turn.

    private void resumeInput() {
        for (int n = toResume.size(); n > 0; n--) {
            toResume.remove().input().resumeInTurn();
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
            if (share.room().isWatched()) {
                ticks.watch(share);
            }
        }
        news.subList(unfinished, news.size()).clear();
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

    /** By {@link #fairClock()}. */
    long fairNanos() {
        return fairClock.now(nowNanos());
    }

    FairClock fairClock() {
        return fairClock;
    }

    long nowNanos() {
        return server.clock().getAsLong();
    }

    /** Ticks the session until it has nothing left to wait for. */
    void watchDeadline(Session session) {
        ticks.watch(session);
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

    /** Of any of its sessions. */
    boolean inputWaits() {
        return waiting.count() > 0;
    }

    boolean isMuted() {
        return stopping.isMuted();
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
