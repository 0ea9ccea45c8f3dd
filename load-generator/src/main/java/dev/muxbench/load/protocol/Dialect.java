package dev.muxbench.load.protocol;

/**
 * How clients get in, and how lines travel, in one {@link Protocol}. All of a worker's clients share one.
 *
 * <p>What a server sends is a sequence of <em>frames</em>: lines, or what belongs together where bytes are counted. Each ends with
 * LF. A delivery is a frame of a head, the text and the line's end. {@code from} is a frame's first byte, {@code lf} its last.
 *
 * <p>Threads: its worker's.
 */
public interface Dialect {
    /** The kind of a frame that brings no line of this load. */
    enum Notice {
        /** The frame belongs to the protocol and asks for nothing. */
        SERVICE,
        /** The frame must be answered. */
        PING,
        /** The server refuses something. */
        COMPLAINT,
        /** The frame is a line of others, or what is left of a line of this load. */
        UNKNOWN
    }

    // ---- Getting in.

    /** Returns what a client says as soon as it is connected; nothing if the server speaks first. */
    byte[] hello(Member member);

    /**
     * A frame before the client is in.
     *
     * @param greeted whether an {@link Answer} has said so
     * @throws RefusedException if the server does not let it in
     */
    Answer enter(Member member, boolean greeted, byte[] in, int from, int lf) throws RefusedException;

    // ---- What is received.

    /**
     * Where the frame at {@code from} ends: the index of its LF, or -1 if that has not arrived. What is no frame of the protocol is
     * taken apart at its line ends, so that one that is torn does not take others with it.
     */
    int frameEnd(byte[] in, int from, int end);

    /** Returns where the text begins if the frame is a delivery, which is not known yet; less than {@code from} if it cannot be one. */
    int textAt(byte[] in, int from, int lf);

    /** Returns where the text ends in a delivery whose text begins somewhere. */
    int textEnd(int lf);

    /** Returns whether a line of that sender, in that room and with that text, has to begin like this. */
    boolean isHead(int room, int sender, byte[] in, int from, int text, int textEnd);

    /** Returns the kind of a frame that is no delivery of this load. */
    Notice notice(byte[] in, int from, int lf);

    /** Returns the answer to a {@link Notice#PING}. */
    byte[] answer(byte[] in, int from, int lf);

    /** Returns what the server most likely puts before a line of that sender, in that room and with so many bytes of text. */
    byte[] head(int room, int sender, int textBytes);

    // ---- What is sent.

    /** The most bytes of a line but for its text. */
    int mostOverhead();

    /** Writes what comes before a text of so many bytes. Returns its end. */
    int putHead(byte[] out, int at, int room, int textBytes);

    /** Writes what comes behind it. Returns its end. */
    int putEnd(byte[] out, int at);
}
