package dev.muxbench.blocking;

import dev.muxbench.core.spi.Inbound;

/**
 * Counts what a thread has done since it last let other threads run. A virtual thread keeps its carrier until it waits, and a client that
 * sends and reads without end keeps its threads from waiting.
 *
 * <p>Threads: the one that does the work.
 */
final class Work {
    private static final int LEAST_COUNTED = 64; // small reads take time, too

    private final Crowding crowding;
    private int bytes;

    Work(Crowding crowding) {
        this.crowding = crowding;
    }

    /** Counts bytes read or written, and lets all other threads run first if there were enough. */
    void done(int count) {
        bytes += Math.max(count, LEAST_COUNTED);
        if (bytes >= Inbound.READ_BUDGET_BYTES || crowding.isCrowded()) {
            BlockingProvider.giveWay();
            bytes = 0;
        }
    }

    /** Called when the thread has waited, so all others have had their turn. */
    void begin() {
        bytes = 0;
    }
}
