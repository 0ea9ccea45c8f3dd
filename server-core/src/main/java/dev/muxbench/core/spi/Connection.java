package dev.muxbench.core.spi;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The socket edge of one connection. Threads: called by the core on the connection's loop only; see the package comment.
 *
 * <p>No call blocks and no call calls back: what it causes is reported to the session later in the turn or in another one.
 */
public interface Connection {
    /** The runs of one write have no more together, and a connection is written to once in a turn. */
    int WRITE_BUDGET_BYTES = 32 << 10;

    /**
     * One write has no more runs. A client that talks has a run between each two of its own lines, so with fewer runs it would be sent less
     * at a time than those that listen, and fall behind them.
     */
    int MOST_RUNS = 64;

    /**
     * Starts to write some runs of bytes, one behind the other, and says how much is done already: those bytes are with the kernel,
     * and their memory is no longer read.
     *
     * <p>If not all is done the core waits: {@link Inbound#onWritable(int)} reports how much more was
     * done and asks for the next write. A backend that took only a part and waits for the socket to become writable reports
     * 0 then; a backend that owns the memory until a completion reports the rest, and may tell of
     * {@linkplain Inbound#onProgress(int) progress} before that. Until the report, or until
     * {@link Inbound#onClosed}, the array, its buffers and the memory of what is not done stay as they are. The memory of a run
     * that is reported as done may be freed at once: its buffer must not be handed to a channel any more, not even with nothing
     * remaining.
     *
     * @param runs  each has remaining; positions may be moved, the content may not
     * @param count of them, from the first on
     * @return bytes done, from 0 to what was remaining in all of them
     */
    int write(ByteBuffer[] runs, int count);

    /** Read again, after {@link Inbound#readBudget()} was 0. */
    void resumeReading();

    /** The core sends nothing more: half-close, so that the peer reads everything and then end of stream. Reading goes on. */
    void shutdownOutput();

    /**
     * Close soon, not inside this call. {@link Inbound#onClosed} follows once the memory of a pending
     * write is no longer read. Further calls change nothing: the first reason stays.
     */
    void close(CloseReason reason);

    /** The peer; null if the connection has gone already. */
    @Nullable
    InetSocketAddress remoteAddress();
}
