package dev.muxbench.core.session;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.events.PushbackEvent;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client has sent, but what may not be processed yet; at most {@link ServerConfig#HELD_INPUT_BYTES}, as no more is read.
 *
 * <p>Threads: the session's.
 */
final class HeldInput {
    private final Session session;
    private @Nullable ByteBuffer bytes; // what remains of an array of its own
    private boolean lent; // it was taken, and is not done yet
    private @Nullable PushbackEvent event; // since when it waits, if that is recorded

    HeldInput(Session session) {
        this.session = session;
    }

    boolean isEmpty() {
        return bytes == null;
    }

    /** How many bytes more may be read and held. */
    int space() {
        return Math.max(0, ServerConfig.HELD_INPUT_BYTES - (bytes == null ? 0 : bytes.remaining()));
    }

    /** Takes over what remains of {@code in}: until {@link #done()} that is a part of what was taken, and is not copied again. */
    void add(ByteBuffer in) {
        if (bytes == null) {
            session.loop().onHolding();
            event = PushbackEvent.beginIfOn();
        }
        if (lent) {
            bytes = in.slice();
            in.position(in.limit());
        } else {
            bytes = joined(bytes, in);
        }
    }

    private static ByteBuffer joined(@Nullable ByteBuffer before, ByteBuffer in) {
        var all = ByteBuffer.allocate((before == null ? 0 : before.remaining()) + in.remaining());
        if (before != null) {
            all.put(before);
        }
        return all.put(in).flip();
    }

    /** All of it, which must not be nothing; nothing is held any more. To be followed by {@link #done()}. */
    ByteBuffer take() {
        var all = Objects.requireNonNull(bytes);
        clear();
        lent = true;
        return all;
    }

    /** What was taken is processed, or has come back. */
    void done() {
        lent = false;
    }

    void clear() {
        if (bytes != null) {
            bytes = null;
            session.loop().onReleased();
            if (event != null) {
                event.end(session.nick());
            }
        }
    }
}
