package dev.muxbench.core.room;

import dev.muxbench.core.loop.IoLoop;
import dev.muxbench.core.spi.CloseReason;

/** A session as its rooms see it. Threads: the session's, but for {@link #nick()}. */
public interface RoomSession {
    IoLoop loop();

    /** Any thread. */
    String nick();

    /** How far it has read. */
    LogReader output();

    /** Takes up its input again, which has waited for its room. */
    void resumeInput();

    /** Nothing more is heard of it, and it is told nothing more. */
    void closeAtOnce(CloseReason reason);

    /** In its room; guarded by the lock of the {@link RoomRegistry}. */
    int memberNumber();

    void setMemberNumber(int memberNumber);
}
