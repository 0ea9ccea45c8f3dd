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

    // ---- Getting in.

    /** What a client says as soon as it is connected; nothing if the server speaks first. */
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

    /** Where the text begins if the frame is a delivery, which is not known yet; less than {@code from} if it cannot be one. */
    int textAt(byte[] in, int from, int lf);

    /** Where the text ends in a delivery whose text begins somewhere. */
    int textEnd(int lf);

    /** Whether a line of that sender, in that room and with that text, has to begin like this. */
    boolean isHead(int room, int sender, byte[] in, int from, int text, int textEnd);

    /** What a frame is that is no delivery of ours. */
    Notice notice(byte[] in, int from, int lf);

    /** What a {@link Notice#PING} asks for. */
    byte[] answer(byte[] in, int from, int lf);

    /** What the server most likely puts before a line of that sender, in that room and with so many bytes of text. */
    byte[] head(int room, int sender, int textBytes);

    // ---- What is sent.

    /** The most bytes of a line but for its text. */
    int mostOverhead();

    /** Writes what comes before a text of so many bytes. Returns its end. */
    int putHead(byte[] out, int at, int room, int textBytes);

    /** Writes what comes behind it. Returns its end. */
    int putEnd(byte[] out, int at);
}
