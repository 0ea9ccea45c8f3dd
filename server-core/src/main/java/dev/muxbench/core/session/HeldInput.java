package dev.muxbench.core.session;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.events.PushbackEvent;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Input of a client that may not be processed yet, at most {@link ServerConfig#HELD_INPUT_BYTES}, because no more is read.
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

    /** Returns how many more bytes may be read and held. */
    int space() {
        return Math.max(0, ServerConfig.HELD_INPUT_BYTES - (bytes == null ? 0 : bytes.remaining()));
    }

    /** Holds what remains of {@code in}. Until {@link #done()} that is a part of what was taken, and is not copied again. */
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

    /** Returns all held input, which must not be empty, and holds nothing any more. {@link #done()} must follow. */
    ByteBuffer take() {
        var all = Objects.requireNonNull(bytes);
        clear();
        lent = true;
        return all;
    }

    /** Called when what was taken is processed or held again. */
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
