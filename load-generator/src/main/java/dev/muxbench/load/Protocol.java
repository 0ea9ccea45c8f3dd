package dev.muxbench.load;

import java.util.Locale;

/** What a server speaks. */
public enum Protocol {
    /** smallchat's, and this project's own. */
    CHAT(7711, LoadPlan.MAX_LINE_BYTES, false, "a chat server"),
    /** Redis pub/sub over RESP3 (Redis 6 or newer), in which who is subscribed may publish: a room is a channel. */
    REDIS(6379, LoadPlan.MAX_LINE_BYTES, true, "a Redis server"),
    /** NATS core, a room is a subject. */
    NATS(4222, LoadPlan.MAX_LINE_BYTES, false, "a NATS server"),
    /** IRC (RFC 2812): 512 bytes for a message, of which the server's prefix and the channel take up to 112. */
    IRC(6667, 400, false, "an IRC server");

    private final int defaultPort;
    private final int mostTextBytes;
    private final boolean echoes;
    private final String server;

    Protocol(int defaultPort, int mostTextBytes, boolean echoes, String server) {
        this.defaultPort = defaultPort;
        this.mostTextBytes = mostTextBytes;
        this.echoes = echoes;
        this.server = server;
    }

    public int defaultPort() {
        return defaultPort;
    }

    /** The longest text of a line. */
    public int mostTextBytes() {
        return mostTextBytes;
    }

    /** Whether a sender receives its own lines, too: then it must receive each of them. */
    boolean echoes() {
        return echoes;
    }

    /** For people. */
    String server() {
        return server;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
