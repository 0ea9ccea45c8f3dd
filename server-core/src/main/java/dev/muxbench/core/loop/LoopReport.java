package dev.muxbench.core.loop;

import dev.muxbench.core.status.BacklogHistogram;
import dev.muxbench.core.status.SessionStatus;
import java.util.Collection;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;

/**
 * The state of one loop and its sessions. The loop fills the report in its own turns, so that no other thread touches its sessions.
 * The asker reads the report when it {@linkplain #isAnswered() is answered}, and drops it after too long. A loop of many sessions takes
 * several turns, so that its clients do not wait. Removing a session moves the last one into its slot, so a report that spans turns
 * can miss one.
 *
 * <p>Threads: the loop's, then the asker's.
 */
final class LoopReport extends Inbox.Entry {
    private static final int SESSIONS_AT_ONCE = 500;

    private final IoLoop loop;
    private final int mostSessions;
    private final CountDownLatch allAnswered;
    private volatile boolean answered; // written by the loop, last

    private final BacklogHistogram backlogs = new BacklogHistogram();
    private final PriorityQueue<SessionStatus> sessions = new PriorityQueue<>(SessionStatus.WORST_FIRST.reversed());
    private int next; // session to be told
    private int count;
    private int waiting;
    private double busyShare;

    /** @param mostSessions how many are listed one by one: those with the largest backlog */
    LoopReport(IoLoop loop, int mostSessions, CountDownLatch allAnswered) {
        this.loop = loop;
        this.mostSessions = mostSessions;
        this.allAnswered = allAnswered;
    }

    // ---- The loop's.

    @Override
    protected void open() {
        int from = next;
        next += SESSIONS_AT_ONCE;
        if (loop.report(this, from, next) > next) {
            loop.deliver(this); // goes on in its next turn
        } else {
            answered = true;
            allAnswered.countDown();
        }
    }

    void take(int sessionCount, int waitingInputs, double share) {
        count = sessionCount;
        waiting = waitingInputs;
        busyShare = share;
    }

    void take(LoopSession session, long nowNanos) {
        long backlog = session.backlogBytes();
        backlogs.add(backlog);
        if (mostSessions > sessions.size()) {
            sessions.add(session.status(nowNanos, backlog));
        } else if (mostSessions > 0 && backlog > sessions.element().backlogBytes()) {
            sessions.remove();
            sessions.add(session.status(nowNanos, backlog));
        }
    }

    // ---- The asker's.

    CountDownLatch allAnswered() {
        return allAnswered;
    }

    boolean isAnswered() {
        return answered;
    }

    int loopNumber() {
        return loop.number();
    }

    BacklogHistogram backlogs() {
        return backlogs;
    }

    /** Returns the sessions that are listed one by one, in no order. */
    Collection<SessionStatus> sessions() {
        return sessions;
    }

    /** Returns the number of the loop's sessions. */
    int count() {
        return count;
    }

    /** Returns the number of sessions whose input waits. */
    int waiting() {
        return waiting;
    }

    double busyShare() {
        return busyShare;
    }
}
