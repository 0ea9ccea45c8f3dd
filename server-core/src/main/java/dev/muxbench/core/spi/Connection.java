package dev.muxbench.core.spi;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The socket edge of one connection. Threads: called by the core on the connection's loop only; see the package comment.
 *
 * <p>No call blocks and no call calls back. What a call causes is reported to the session later in the turn or in another turn.
 */
public interface Connection {
    /** The most bytes of one write. A connection is written to once in a turn. */
    int WRITE_BUDGET_BYTES = 32 << 10;

    /**
     * The most runs of one write. A client that talks has a run between each two of its own lines, so with fewer runs it would be sent less
     * at a time than clients that listen, and would fall behind them.
     */
    int MOST_RUNS = 64;

    /**
     * Starts to write runs of bytes, one behind the other. The returned number of bytes is with the kernel, and their memory is no longer
     * read.
     *
     * <p>If not all is done, the core waits for {@link Inbound#onWritable(int)}, which reports how much more was done and asks for the next
     * write. A backend that waits for the socket to become writable reports 0 then. A backend that owns the memory until a completion
     * reports the rest, and may report {@linkplain Inbound#onProgress(int) progress} before. Until the report, or until
     * {@link Inbound#onClosed}, the array, its buffers and the memory of what is not done must not change. The memory of a run that is
     * reported as done may be freed at once, so its buffer must not be handed to a channel any more, not even with nothing remaining.
     *
     * @param runs  each has remaining; positions may be moved, the content may not
     * @param count of them, from the first on
     * @return bytes done, from 0 to what was remaining in all of them
     */
    int write(ByteBuffer[] runs, int count);

    /** Reads again, after {@link Inbound#readBudget()} was 0. */
    void resumeReading();

    /** Half-closes, because the core sends nothing more. The peer reads everything and then end of stream. Reading goes on. */
    void shutdownOutput();

    /**
     * Closes soon, not inside this call. {@link Inbound#onClosed} follows when the memory of a pending write is no longer read. Further
     * calls change nothing, and the first reason stays.
     */
    void close(CloseReason reason);

    /** Returns the peer's address; null if the connection has gone already. */
    @Nullable
    InetSocketAddress remoteAddress();
}
