package dev.muxbench.core.spi;

import java.nio.ByteBuffer;

/** The events of one connection, as its backend reports them. Threads: the connection's loop; see the package comment. */
public interface Inbound {
    /** The most that {@link #readBudget()} returns. */
    int READ_BUDGET_BYTES = 64 << 10;

    /**
     * Returns how many bytes may be read now. It must be called before each read. After a 0, reading must stop until
     * {@link Connection#resumeReading()}, which comes however often this is called.
     */
    int readBudget();

    /** Called with received bytes, not more than the budget. Consumes all of them and keeps nothing of {@code in}. */
    void onBytes(ByteBuffer in);

    /** Called when the peer has closed its side. The backend reads no more. */
    void onEndOfInput();

    /**
     * Called when a write that was not done at once may go on: see {@link Connection#write}.
     *
     * @param done bytes done since the last report
     */
    void onWritable(int done);

    /**
     * Called when a part of a pending write is done and the rest is still pending.
     *
     * @param done bytes done since the last report
     */
    void onProgress(int done);

    /** Called once, as the last call, when the connection is closed and the memory of its writes is no longer read. */
    void onClosed(CloseReason closedFor);
}
