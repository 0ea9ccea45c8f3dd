package dev.muxbench.load.schedule;

import dev.muxbench.load.client.Churn;

/**
 * When the lines of one worker's senders are due in an open loop. {@link Churn} has clients leave where others send, and workers where
 * others have senders.
 *
 * <p>Threads: its worker's.
 */
public interface Schedule {
    /** Returns when the next line is due; {@link Long#MAX_VALUE} if there is none. */
    long nextDueNanos();

    /** The sender of the next line, as an index of the own senders. The line is done with. */
    int take();

    /** Returns how many lines of its senders are still to be taken. */
    long remaining();
}
