package dev.muxbench.core.loop;

import dev.muxbench.core.overload.FairClock;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import dev.muxbench.core.spi.Loop;
import dev.muxbench.core.spi.Waker;
import dev.muxbench.core.status.LoopCounters;
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

    private final LoopContext context;
    private final Loops loops;
    private final int number;
    private final LoopCounters counters = new LoopCounters();
    private final BusyTime busyTime;
    private final WaitingInputs waiting = new WaitingInputs(counters);
    private final Inbox inbox;
    private final IdleCheck idleCheck;
    private final Stopping stopping;

    private final ArrayList<LoopRoom> ready = new ArrayList<>();
    private final ArrayDeque<LoopSession> toResume = new ArrayDeque<>();
    private final ArrayList<LoopSession> sessions = new ArrayList<>();
    private final HashSet<LoopSession> draining = new HashSet<>(0); // closed, with input that still waits
    private final FairClock fairClock;
    private final Ticks ticks;

    private final Batch batch = new Batch(this);
    private byte[] raw = NO_BYTES;

    /** @param number unique among the loops of this server */
    IoLoop(LoopContext context, Loops loops, Waker waker, int number) {
        this.context = context;
        this.loops = loops;
        this.number = number;
        this.inbox = new Inbox(waker);
        this.stopping = new Stopping(this, loops);
        long now = nowNanos();
        this.fairClock = new FairClock(context.clockNanos());
        this.ticks = new Ticks(context.missingLogBytes(), fairClock, now);
        this.busyTime = new BusyTime(counters, now);
        this.idleCheck = new IdleCheck(context.config().clientLimits().idleTimeout(), now);
    }

    // ---- Called by the backend.

    @Override
    public LoopSession accept(Connection connection) {
        var session = context.sessions().apply(this, connection);
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
        if (findsIdle()) {
            idleCheck.closeIdle(sessions, now);
        }
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
        if (!ready.isEmpty() || !toResume.isEmpty()) {
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
        return sessions.isEmpty() && draining.isEmpty();
    }

    @Override
    public void close() {
        loops.remove(this);
    }

    // ---- Called by any thread.

    /** Puts an entry into the loop's inbox. Returns true if that woke the loop, so that it opens the entry soon. */
    public boolean deliver(Inbox.Entry entry) {
        return inbox.put(entry);
    }

    int number() {
        return number;
    }

    /** Mutes the loop: its clients are no longer read. {@link Loops#onQuiet} is called when what they had sent is published. */
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
            toResume.remove().resumeInTurn();
        }
        for (int i = 0; i < ready.size(); i++) {
            var room = ready.get(i);
            if (room.hasHeld()) {
                room.resumeHeld();
            }
        }
        inbox.openAll(); // what the resumed input has published
    }

    private void flushRooms() {
        int unfinished = 0;
        for (int i = 0; i < ready.size(); i++) {
            var room = ready.get(i);
            if (!room.flush()) {
                ready.set(unfinished++, room);
            }
            if (room.isWatched()) {
                ticks.watch(room);
            }
        }
        while (ready.size() > unfinished) {
            ready.removeLast(); // a sublist would be allocated in each turn
        }
    }

    private boolean findsIdle() {
        return idleCheck.isOn() && !sessions.isEmpty();
    }

    // ---- Called by the loop's sessions.

    /** Called when a room with members on this loop has news. */
    public void onReady(LoopRoom room) {
        ready.add(room);
    }

    public void resumeLater(LoopSession session) {
        toResume.add(session);
    }

    /** Returns the clock by which clients are judged. */
    public FairClock fairClock() {
        return fairClock;
    }

    public long nowNanos() {
        return context.clockNanos().getAsLong();
    }

    /** Ticks a session until its deadline is over. */
    public void watchDeadline(LoopSession session) {
        ticks.watch(session);
    }

    /** Called when a session is closed and input of it still waits to be published. */
    public void onDraining(LoopSession session) {
        draining.add(session);
    }

    /** Called when no input of a closed session waits any more. */
    public void onDrained(LoopSession session) {
        draining.remove(session);
    }

    /** Called when a session's input begins to wait. */
    public void onHolding() {
        waiting.add(nowNanos());
    }

    /** Called when a session's input waits no longer. */
    public void onReleased() {
        waiting.remove(nowNanos());
    }

    /** True if the input of any of its sessions waits. */
    boolean inputWaits() {
        return waiting.count() > 0;
    }

    public boolean isMuted() {
        return stopping.isMuted();
    }

    public void forget(LoopSession session) {
        var last = sessions.removeLast();
        int number = session.loopNumber();
        if (number < sessions.size()) {
            sessions.set(number, last);
            last.setLoopNumber(number);
        }
    }

    /** Returns scratch space for one received line. It is allocated on first use, because a loop may have a single silent connection. */
    byte[] raw() {
        if (raw.length == 0) {
            raw = new byte[context.config().maxLineBytes()];
        }
        return raw;
    }

    /** Returns the batch in which the lines of the client gather that this loop is reading. */
    public Batch batch() {
        return batch;
    }

    int sessionCount() {
        return sessions.size();
    }

    public LoopCounters counters() {
        return counters;
    }

    /** Fills a report with the sessions from {@code from} to {@code to}. Returns the number of all sessions. */
    int report(LoopReport report, int from, int to) {
        settle();
        long now = nowNanos();
        report.take(sessions.size(), waiting.count(), busyTime.share(now));
        for (var session : sessions.subList(Math.min(from, sessions.size()), Math.min(to, sessions.size()))) {
            report.take(session, now);
        }
        return sessions.size();
    }

    void closeAll(CloseReason reason) {
        List.copyOf(sessions).forEach(session -> session.closeAtOnce(reason));
    }

    /** Counts busy and waiting time up to now. */
    void settle() {
        long now = nowNanos();
        busyTime.settle(now);
        waiting.settle(now);
    }

    /** Ends the loop, which makes no more turns: askers are answered, and input that still waits is dropped. */
    void end() {
        inbox.awake();
        inbox.openAll();
        List.copyOf(draining).forEach(LoopSession::abandon);
    }
}
