package dev.muxbench.core.loop;

import dev.muxbench.core.spi.CloseReason;
import java.util.List;

/** A room as one of its loops sees it. Threads: the loop's. */
public interface LoopRoom {
    /** Somebody's input waits until the room is no longer behind. */
    boolean hasHeld();

    /** Takes it up again, until the room is behind once more. */
    void resumeHeld();

    /**
     * Sends what is new to as many members as one turn is to be held up for.
     *
     * @return whether this turn has done all there is to do
     */
    boolean flush();

    /** Its readers are to be looked at. */
    boolean isWatched();

    /** Returns true if it must be {@linkplain #judge judged} from now on, and was not before. */
    boolean watch();

    /**
     * Some times a second while it is watched: closes those whom the room does not wait for any longer.
     *
     * @param fairNanos by the loop's fair clock
     * @param lateNanos for which this look is late
     * @return false when it need not be watched any more
     */
    boolean judge(long nowNanos, long fairNanos, long lateNanos);

    /** Those for whom memory is kept though they have not made any progress for a whole slow-consumer timeout. */
    void addStuck(List<? super Pin> to);

    /** Memory of a log that is kept for one reader. */
    interface Pin {
        long pinnedBytes();

        /** The reader's connection. */
        void closeAtOnce(CloseReason reason);
    }
}
