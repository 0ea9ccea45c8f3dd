package dev.muxbench.core.protocol;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a connection, kept back while they may become a PROXY protocol header of version 2. Balancers send one
 * to servers that do not expect it, too; it is binary and has LFs in it, so as text it would be lines for the room.
 *
 * <p>What is kept back is always the beginning of the signature (section 2.2 of
 * <a href="https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt">The PROXY protocol</a>), so a count is all that a
 * connection owns.
 *
 * <p>Threads: the connection's.
 */
final class Opening {
    /** The kind of a connection's first bytes. */
    enum Kind {
        /** The kind is not known yet, or the bytes were dropped: there is nothing to frame. */
        KEPT_BACK,
        /** Text: {@link #text()} comes first, then the rest of the input. */
        TEXT,
        /** A header. Told once; all that follows is dropped. */
        PROXY_HEADER
    }

    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};

    private int matched; // bytes of the signature
    private @Nullable ByteBuffer text; // null until it is known to be that

    /** Consumes what is kept back. */
    Kind take(ByteBuffer in) {
        if (text != null) {
            return Kind.TEXT;
        }
        if (matched == SIGNATURE.length) {
            in.position(in.limit());
            return Kind.KEPT_BACK;
        }
        while (matched < SIGNATURE.length && in.hasRemaining()) {
            if (in.get(in.position()) != SIGNATURE[matched]) {
                release();
                return Kind.TEXT;
            }
            in.get();
            matched++;
        }
        return matched == SIGNATURE.length ? Kind.PROXY_HEADER : Kind.KEPT_BACK;
    }

    /** The peer sends nothing more. */
    void endOfInput() {
        if (text == null && matched < SIGNATURE.length) {
            release();
        }
    }

    private void release() {
        text = ByteBuffer.wrap(SIGNATURE, 0, matched);
    }

    /** Returns the text that was kept back. Reading consumes it. */
    ByteBuffer text() {
        return Objects.requireNonNull(text);
    }
}
