package dev.muxbench.core.loop;

import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Inbound;
import dev.muxbench.core.status.SessionStatus;

/** A session as its loop sees it. Threads: the loop's. */
public interface LoopSession extends Inbound {
    /** The turn has come that it has {@linkplain IoLoop#resumeLater waited for}. */
    void resumeInTurn();

    /**
     * Some times a second from {@link IoLoop#watchDeadline} on: closes the connection if its time is over.
     *
     * @param fairNanos by the loop's fair clock
     * @return true if nothing has to be waited for any more
     */
    boolean tick(long fairNanos);

    /** It could send, but has not for so long. */
    void closeIfIdle(long nowNanos, long timeoutNanos);

    /** The server stops: what it has sent is still said, and what comes from now on is not. */
    void mute();

    /** The server stops, and nobody says anything any more. */
    void takeLeave();

    /** Its connection is closed, and what it had sent is not said if it still waits. */
    void abandon();

    /** Nothing more is heard of it, and it is told nothing more. */
    void closeAtOnce(CloseReason reason);

    /** What it is still to be sent. */
    long backlogBytes();

    /** @param backlogBytes that it is still to be sent */
    SessionStatus status(long nowNanos, long backlogBytes);

    /** In its loop. */
    int loopNumber();

    void setLoopNumber(int loopNumber);
}
