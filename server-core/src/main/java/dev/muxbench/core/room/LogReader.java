package dev.muxbench.core.room;

import dev.muxbench.core.log.RoomLog;

/** The reader of a room's log for one connection. Threads: the session's. */
public interface LogReader {
    /**
     * Takes a turn: sends what is new, all runs in one write.
     *
     * @return true if there was anything to send
     */
    boolean flush();

    /** Returns the bytes that the connection has taken, in all. */
    long sentBytes();

    /** Returns the time for which the connection's socket has refused, in all. */
    long refusedNanos();

    /** Returns the part of that time since the socket last took something. */
    long stillNanos();

    /** Returns the bytes of full segments of this log that are kept for this reader. */
    long pinnedBytes(RoomLog log);

    /** Returns how far this reader is behind the end of the log. */
    long lagBytes(RoomLog log);
}
