package dev.muxbench.core.spi;

import java.nio.ByteBuffer;

/** What a backend tells of one connection. Threads: the connection's loop; see the package comment. */
public interface Inbound {
    /** {@link #readBudget()} is never more. */
    int READ_BUDGET_BYTES = 64 << 10;

    /**
     * How many bytes may be read now; to be asked before each read. After a 0, reading must stop until
     * {@link Connection#resumeReading()}, which comes however often this is asked.
     */
    int readBudget();

    /** Bytes were received, not more than the budget. Consumes all of them; nothing of {@code in} is kept. */
    void onBytes(ByteBuffer in);

    /** The peer has closed its side. The backend reads no more. */
    void onEndOfInput();

    /**
     * A write that was not done at once goes on: see {@link Connection#write}.
     *
     * @param done bytes done since
     */
    void onWritable(int done);

    /**
     * A part of a pending write is done; the rest of it is still pending.
     *
     * @param done bytes done since
     */
    void onProgress(int done);

    /** The connection is closed and nothing of what it was given to write is read any more. Called once, last. */
    void onClosed(CloseReason closedFor);
}
