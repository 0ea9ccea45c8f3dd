package dev.muxbench.core.room;

import dev.muxbench.core.log.RoomLog;

/** What reads a room's log for one connection. Threads: the session's. */
public interface LogReader {
    /**
     * Its turn: sends what is new, all runs in one write.
     *
     * @return whether there was anything to send
     */
    boolean flush();

    /** Taken by the connection. */
    long sentBytes();

    /** In which the connection's socket has refused, in all. */
    long refusedNanos();

    /** The part of that since its socket has taken anything. */
    long stillNanos();

    /** Bytes of full segments of this log that are kept for it. */
    long pinnedBytes(RoomLog log);

    /** How far it is behind the end of this log. */
    long lagBytes(RoomLog log);
}
