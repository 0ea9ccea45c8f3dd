package dev.muxbench.load;

/**
 * How clients talk.
 *
 * @param protocol of the server
 * @param texts    what their lines are like
 */
public record Speech(Protocol protocol, Texts texts) {
    /** Lines of one length to a chat server. */
    public static final Speech PLAIN = new Speech(Protocol.CHAT, new Texts.Even());
}
