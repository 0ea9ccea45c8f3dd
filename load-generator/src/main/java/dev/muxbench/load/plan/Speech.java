package dev.muxbench.load.plan;

import dev.muxbench.load.protocol.Protocol;
import dev.muxbench.load.protocol.Protocols;
import dev.muxbench.load.text.Texts;
import dev.muxbench.tls.TlsTrust;
import org.jspecify.annotations.Nullable;

/**
 * How clients talk.
 *
 * @param protocol of the server
 * @param texts    what their lines are like
 * @param tls      what encrypts it; null for plain text
 */
public record Speech(
        Protocol protocol, Texts texts, @Nullable TlsTrust tls) {
    /** Lines of one length to a chat server. */
    public static final Speech PLAIN = new Speech(Protocols.CHAT, new Texts.Even());

    /** Creates a speech without TLS. */
    public Speech(Protocol protocol, Texts texts) {
        this(protocol, texts, null);
    }

    public Speech encrypted(@Nullable TlsTrust by) {
        return new Speech(protocol, texts, by);
    }
}
