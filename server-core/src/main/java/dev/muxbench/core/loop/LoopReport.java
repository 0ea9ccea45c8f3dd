package dev.muxbench.core.loop;

import dev.muxbench.core.status.BacklogHistogram;
import dev.muxbench.core.status.SessionStatus;
import java.util.Collection;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;

/**
 * How one loop and its sessions are. The loop fills it in turns of its own, so that nobody else touches its sessions; who asked
 * reads it when it {@linkplain #isAnswered() is answered}, and forgets it if that takes too long. A loop of many sessions takes
 * several turns, so that its clients do not have to wait; one of them that moves meanwhile, as another one has left, may be left out.
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

    /** @param mostSessions that are told one by one: those that are furthest behind */
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

    /** Those that are told one by one, in no order. */
    Collection<SessionStatus> sessions() {
        return sessions;
    }

    /** All that the loop has. */
    int count() {
        return count;
    }

    /** Those whose input has to wait. */
    int waiting() {
        return waiting;
    }

    double busyShare() {
        return busyShare;
    }
}
