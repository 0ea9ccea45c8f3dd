package dev.muxbench.core;

import java.util.LinkedHashSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Connections that have been sent everything and whose peers have not closed yet. They are nobody's clients any more, but hold
 * descriptors; so there are few of them, and the oldest makes room for the newest.
 *
 * <p>Threads: any.
 */
final class Lingering {
    private static final int LEAST = 64;
    private static final int SHARE_OF_CLIENTS = 10;

    /** On its way to the loop of a session that has lingered for longer than any other. */
    private static final class End extends Inbox.Entry {
        private final Session session;

        End(Session session) {
            this.session = session;
        }

        @Override
        void open() {
            session.lifecycle().endLingering();
        }
    }

    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashSet<Session> sessions = new LinkedHashSet<>(); // guarded by the lock; the oldest first

    Lingering(int maxClients) {
        most = most(maxClients);
    }

    /** So many connections may linger beside so many clients. */
    static int most(int maxClients) {
        return Math.max(LEAST, maxClients / SHARE_OF_CLIENTS);
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
