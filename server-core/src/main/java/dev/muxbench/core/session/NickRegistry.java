package dev.muxbench.core.session;

import dev.muxbench.core.protocol.Names;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Whom each nick belongs to, by its key.
 *
 * <p>Threads: any.
 */
final class NickRegistry {
    private final ConcurrentHashMap<String, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicLong lastUser = new AtomicLong();

    /** The first nick of a new session: its number is never given again. */
    String registerFirst(Session session) {
        var nick = "user:" + lastUser.incrementAndGet();
        sessions.put(nick, session);
        return nick;
    }

    /** Returns false if the nick belongs to another session. */
    boolean register(String key, Session session) {
        var owner = sessions.putIfAbsent(key, session);
        return owner == null || owner == session;
    }

    void release(String key, Session session) {
        sessions.remove(key, session);
    }

    /** @param spelling as it was received */
    @Nullable
    Session find(byte[] spelling) {
        var key = Names.keyOfSpelling(spelling);
        return key == null ? null : sessions.get(key);
    }
}
