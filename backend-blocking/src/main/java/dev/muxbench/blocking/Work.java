package dev.muxbench.blocking;

import dev.muxbench.core.spi.Inbound;

/**
 * What a thread has done since it let all others go first. A virtual thread keeps its carrier until it waits, and a client that sends and reads
 * without end keeps its threads from waiting.
 *
 * <p>Threads: the one whose work it is.
 */
final class Work {
    private static final int LEAST_COUNTED = 64; // small reads take time, too

    private final Crowding crowding;
    private int bytes;

    Work(Crowding crowding) {
        this.crowding = crowding;
    }

    /** So many bytes were read or written. Lets all others go first if that was enough. */
    void done(int count) {
        bytes += Math.max(count, LEAST_COUNTED);
        if (bytes >= Inbound.READ_BUDGET_BYTES || crowding.isCrowded()) {
            BlockingProvider.giveWay();
            bytes = 0;
        }
    }

    /** It has waited, so all others have had their turn. */
    void begin() {
        bytes = 0;
    }
}
