package dev.muxbench.core.session;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The owners of this server's nicks, by key.
 *
 * <p>Threads: any.
 */
final class NickRegistry {
    private static final String USER = "user:";

    private final ConcurrentHashMap<String, Session> sessions = new ConcurrentHashMap<>();

    /** Registers a numbered nick, whose number no other client has ever had, and returns it. */
    String registerUser(long number, Session session) {
        var nick = USER + number;
        sessions.put(nick, session);
        return nick;
    }

    /** Registers a nick. Returns false if it belongs to another session. */
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

    /** Returns all nicks but the numbered ones. */
    List<String> chosen() {
        return sessions.keySet().stream().filter(key -> !key.startsWith(USER)).toList();
    }
}
