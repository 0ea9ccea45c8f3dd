package dev.muxbench.core;

import dev.muxbench.core.spi.Connection;
import dev.muxbench.core.spi.Waker;
import java.util.ArrayDeque;
import java.util.ArrayList;

/**
 * The core's side of one I/O thread.
 *
 * <p>Thread law: everything here is called on the loop's thread (or under its lock, where connections have threads of their
 * own), except {@link #deliver} and {@link #requestStop}, which any thread may call. A backend's loop is:
 *
 * <pre>{@code
 * while (running) {
 *     if (loop.prepareToSleep()) wait for events, at most loop.sleepNanos(); else look for events without waiting
 *     loop.awake();
 *     handle the events: accept, onBytes, onEndOfInput, onWritable, onClosed
 *     loop.runTurn();
 * }
 * }</pre>
 */
public final class IoLoop {
    private static final byte[] NO_BYTES = {};
    private static final long TICK_NANOS = 50_000_000L;

    /** A longer time between two ticks is a stall of this server: the rest of it is held against no client. */
    static final long LONGEST_TICK_NANOS = 4 * TICK_NANOS;

    private final ChatServer server;
    private final LoopCounters counters = new LoopCounters();
    private final Inbox inbox;
    private volatile boolean stopRequested; // written by any thread

    private final ArrayList<RoomMembers> news = new ArrayList<>();
    private final ArrayList<RoomMembers> watched = new ArrayList<>();
    private final ArrayDeque<Session> toFlush = new ArrayDeque<>();
    private final ArrayDeque<Session> toResume = new ArrayDeque<>();
    private final ArrayDeque<Session> deadlines = new ArrayDeque<>(); // in the order of registration
    private final ArrayList<Session> sessions = new ArrayList<>();
    private long nextTickNanos;
    private long lastTickNanos;
    private long fairNanos; // up to the last tick
    private boolean stopped;

    private byte[] raw = NO_BYTES;
    private byte[] sanitized = NO_BYTES;
    private int presences; // sessions that are there, or have sent something that still waits

    IoLoop(ChatServer server, Waker waker) {
        this.server = server;
        this.inbox = new Inbox(waker);
        this.nextTickNanos = server.clock().getAsLong();
        this.lastTickNanos = nextTickNanos;
    }

    // ---- Called by the backend.

    /** A connection was accepted. The session is told everything that happens to it until {@link Session#onClosed}. */
    public Session accept(Connection connection) {
        var session = new Session(server, this, connection);
        session.setLoopNumber(sessions.size());
        sessions.add(session);
        presences++;
        if (stopped) {
            session.stop();
        }
        return session;
    }

    /** The end of a turn: sends what the events of this turn, and publishers on other loops, have left to send. */
    public void runTurn() {
        inbox.openAll();
        resumeInput();
        flushRooms();
        flushSessions();
        stopIfRequested();
        tickIfDue();
    }

    /**
     * To be called directly before waiting. From now on {@link Waker#wake} ends the wait.
     *
     * @return false if there is work already, so that the loop must not wait
     */
    public boolean prepareToSleep() {
        return sleepNanos() > 0 && inbox.prepareToSleep() && !mustStop();
    }

    /** To be called directly after waiting. */
    public void awake() {
        inbox.awake();
    }

    /** How long the loop may wait: 0 not at all, {@link Long#MAX_VALUE} until something happens. */
    public long sleepNanos() {
        if (!toFlush.isEmpty() || !toResume.isEmpty()) {
            return 0;
        }
        if (watched.isEmpty() && deadlines.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return Math.max(1, nextTickNanos - server.clock().getAsLong());
    }

    /** All its sessions are closed, and what they have sent is published. */
    public boolean isEmpty() {
        return presences == 0;
    }

    // ---- Called by any thread.

    void deliver(Inbox.Entry entry) {
        inbox.put(entry);
    }

    /** Ends every session after what is pending for it. */
    void requestStop() {
        stopRequested = true;
        inbox.wake();
    }

    private boolean mustStop() {
        return stopRequested && !stopped;
    }

    // ---- The steps of a turn.

    private void resumeInput() {
        for (int n = toResume.size(); n > 0; n--) {
            toResume.remove().resumeInput();
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
        for (int i = 0; i < news.size(); i++) {
            var share = news.get(i);
            share.flush();
            if (share.room().log.isOverHighWater() && share.watch()) {
                watched.add(share);
            }
        }
        news.clear();
    }

    private void flushSessions() {
        for (int n = toFlush.size(); n > 0; n--) {
            toFlush.remove().flushNow();
        }
    }

    private void stopIfRequested() {
        if (mustStop()) {
            stopped = true;
            for (var session : sessions) {
                session.stop();
            }
        }
    }

    private void tickIfDue() {
        if (watched.isEmpty() && deadlines.isEmpty()) {
            return;
        }
        long now = server.clock().getAsLong();
        if (now < nextTickNanos) {
            return;
        }
        fairNanos = fairNanos(now);
        lastTickNanos = now;
        nextTickNanos = now + TICK_NANOS;
        watched.removeIf(share -> !share.judge(now, fairNanos));
        for (int n = deadlines.size(); n > 0; n--) {
            var session = deadlines.remove();
            if (!session.isPastDeadline(fairNanos)) {
                deadlines.add(session);
            }
        }
    }

    // ---- Called by the loop's sessions.

    /** There is something new in a room that has members here. */
    void onNews(RoomMembers share) {
        news.add(share);
    }

    /** Flushes the session at the end of this turn, or of the next one if this turn's flushing has begun. */
    void flushLater(Session session) {
        toFlush.add(session);
    }

    void resumeLater(Session session) {
        toResume.add(session);
    }

    /**
     * The time by which clients are judged, in ns since the loop began: it stands still while this loop is stopped (a signal, a
     * paused virtual machine, a long collection), as nobody can read what is not sent.
     */
    long fairNanos() {
        return fairNanos(server.clock().getAsLong());
    }

    private long fairNanos(long nowNanos) {
        return fairNanos + Math.min(nowNanos - lastTickNanos, LONGEST_TICK_NANOS);
    }

    /** Looks at the session's deadline until it is past it or done. */
    void watchDeadline(Session session) {
        deadlines.add(session);
    }

    void onVanished() {
        presences--;
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

    /** Scratch space for a line as it may be shown. */
    byte[] sanitized() {
        if (sanitized.length == 0) {
            sanitized = new byte[server.config().longestLogLineBytes()];
        }
        return sanitized;
    }

    LoopCounters counters() {
        return counters;
    }
}
