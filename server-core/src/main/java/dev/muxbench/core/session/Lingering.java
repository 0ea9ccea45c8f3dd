package dev.muxbench.core.session;

import dev.muxbench.core.loop.Inbox;
import java.util.LinkedHashSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Connections that have been sent everything and whose peers have not closed yet. They count as clients no longer but hold descriptors.
 * So their number is limited, and the oldest makes room for the newest.
 *
 * <p>Threads: any.
 */
final class Lingering {
    /** An order to the loop of the session that has lingered longest: close it. */
    private static final class End extends Inbox.Entry {
        private final Session session;

        End(Session session) {
            this.session = session;
        }

        @Override
        protected void open() {
            session.lifecycle().endLingering();
        }
    }

    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashSet<Session> sessions = new LinkedHashSet<>(); // guarded by the lock; the oldest first

    Lingering(int most) {
        this.most = most;
    }

    void add(Session session) {
        lock.lock();
        try {
            sessions.add(session);
            if (sessions.size() > most) {
                var oldest = sessions.removeFirst();
                oldest.loop().deliver(new End(oldest));
            }
        } finally {
            lock.unlock();
        }
    }

    void remove(Session session) {
        lock.lock();
        try {
            sessions.remove(session);
        } finally {
            lock.unlock();
        }
    }
}
