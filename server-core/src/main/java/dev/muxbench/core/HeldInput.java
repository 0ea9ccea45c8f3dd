package dev.muxbench.core;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a client has sent, but what may not be processed yet; at most {@link ServerConfig#HELD_INPUT_BYTES}, as no more is read.
 *
 * <p>Threads: the session's.
 */
final class HeldInput {
    private byte @Nullable [] bytes;

    boolean isEmpty() {
        return bytes == null;
    }

    /** How many bytes more may be read and held. */
    int space() {
        return Math.max(0, ServerConfig.HELD_INPUT_BYTES - (bytes == null ? 0 : bytes.length));
    }

    /** Takes over what remains of {@code in}. */
    void add(ByteBuffer in) {
        int before = bytes == null ? 0 : bytes.length;
        var more = bytes == null ? new byte[in.remaining()] : Arrays.copyOf(bytes, before + in.remaining());
        in.get(more, before, more.length - before);
        bytes = more;
    }

    /** All of it; nothing is held any more. */
    ByteBuffer take() {
        var all = bytes == null ? new byte[0] : bytes;
        bytes = null;
        return ByteBuffer.wrap(all);
    }
}
