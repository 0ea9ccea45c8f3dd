package dev.muxbench.core.room;

import dev.muxbench.core.loop.IoLoop;
import dev.muxbench.core.spi.CloseReason;

/** A session as its rooms see it. Threads: the session's, except {@link #nick()}. */
public interface RoomSession {
    IoLoop loop();

    /** Any thread. */
    String nick();

    /** Returns the session's reader. */
    LogReader output();

    /** Reads held input again, which has waited for the room. */
    void resumeInput();

    /** Closes the connection without sending what is pending. */
    void closeAtOnce(CloseReason reason);

    /** Returns the session's slot in its room's list; guarded by the lock of the {@link RoomRegistry}. */
    int memberNumber();

    void setMemberNumber(int memberNumber);
}
