package dev.muxbench.load;

import java.io.IOException;

/**
 * How clients get in, and how lines travel, in one {@link Protocol}.
 *
 * <p>What a server sends is a sequence of <em>frames</em>: lines, or what belongs together where bytes are counted. Each ends with
 * LF. A delivery is a frame of a head, the text and the line's end. {@code from} is a frame's first byte, {@code lf} its last.
 *
 * <p>Threads: its worker's, for all of the worker's clients.
 */
interface Dialect {
    /** What a frame is that brings none of our lines. */
    enum Notice {
        /** As the protocol has it: nothing to do. */
        SERVICE,
        /** To be answered. */
        PING,
        /** The server refuses something. */
        COMPLAINT,
        /** What others say, or what is left of a line of ours. */
        UNKNOWN
    }

    static Dialect of(RunState state) {
        return switch (state.plan.speech().protocol()) {
            case CHAT -> new ChatDialect(state);
            case REDIS -> new RedisDialect(state);
            case NATS -> new NatsDialect(state);
            case IRC -> new IrcDialect(state);
        };
    }

    // ---- Getting in.

    /** The client is connected. */
    void greet(Client client) throws IOException;

    /**
     * A frame before the client is in.
     *
     * @return whether it is in now: from here on it receives its room's lines
     * @throws LoadException if the server refuses it
     */
    boolean enter(Client client, byte[] in, int from, int lf) throws IOException, LoadException;

    // ---- What is received.

    /**
     * Where the frame at {@code from} ends: the index of its LF, or -1 if that has not arrived. What is no frame of the protocol is
     * taken apart at its line ends, so that one that is torn does not take others with it.
     */
    int frameEnd(byte[] in, int from, int end);

    /** Where the text begins if the frame is a delivery, which is not known yet; less than {@code from} if it cannot be one. */
    int textAt(byte[] in, int from, int lf);

    /** Where the text ends in a delivery whose text begins somewhere. */
    int textEnd(int lf);

    /** Whether a line of that sender, in that room and with that text, has to begin like this. */
    boolean isHead(int room, int sender, byte[] in, int from, int text, int textEnd);

    /** What a frame is that is no delivery of ours. */
    Notice notice(byte[] in, int from, int lf);

    /** Says what a {@link Notice#PING} asks for; the caller flushes. */
    void answer(Client client, byte[] in, int from, int lf);

    // ---- What is sent.

    /** The most bytes of a line but for its text. */
    int mostOverhead();

    /** Writes what comes before a text of so many bytes. Returns its end. */
    int putHead(byte[] out, int at, int room, int textBytes);

    /** Writes what comes behind it. Returns its end. */
    int putEnd(byte[] out, int at);
}
