package dev.muxbench.core.loop;

import dev.muxbench.core.spi.CloseReason;
import java.util.List;

/** A room as one of its loops sees it. Threads: the loop's. */
public interface LoopRoom {
    /** True if a member's input waits until the room is below its high-water mark. */
    boolean hasHeld();

    /** Reads held input again, until the room is over its high-water mark once more. */
    void resumeHeld();

    /**
     * Sends the room's news to as many members as one turn may serve.
     *
     * @return true if all members have been served
     */
    boolean flush();

    /** True if the room's readers must be judged. */
    boolean isWatched();

    /** Begins to watch the room. Returns false if it is watched already. */
    boolean watch();

    /**
     * Called every tick while the room is watched: closes the readers that the room waits for no longer.
     *
     * @param fairNanos by the loop's fair clock
     * @param lateNanos how late this tick is
     * @return false when the room need not be watched any more
     */
    boolean judge(long nowNanos, long fairNanos, long lateNanos);

    /** Adds the readers that pin memory and have made no progress for a whole slow-consumer timeout. */
    void addStuck(List<? super Pin> to);

    /** Memory of a log that one reader pins. */
    interface Pin {
        long pinnedBytes();

        /** Closes the reader's connection. */
        void closeAtOnce(CloseReason reason);
    }
}
