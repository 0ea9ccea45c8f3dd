package dev.muxbench.core.session;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Whom each nick of this server belongs to, by its key.
 *
 * <p>Threads: any.
 */
final class NickRegistry {
    private static final String USER = "user:";

    private final ConcurrentHashMap<String, Session> sessions = new ConcurrentHashMap<>();

    /** A numbered nick for a session, whose number nobody else has ever had. */
    String registerUser(long number, Session session) {
        var nick = USER + number;
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

    /** @param key null if no nick has such a one */
    @Nullable
    Session find(@Nullable String key) {
        return key == null ? null : sessions.get(key);
    }

    /** All but the numbered ones. */
    List<String> chosen() {
        return sessions.keySet().stream().filter(key -> !key.startsWith(USER)).toList();
    }
}
