package dev.muxbench.core.loop;

import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Inbound;
import dev.muxbench.core.status.SessionStatus;

/** A session as its loop sees it. Threads: the loop's. */
public interface LoopSession extends Inbound {
    /** Reads held input, in the turn after {@link IoLoop#resumeLater}. */
    void resumeInTurn();

    /**
     * Called every tick from {@link IoLoop#watchDeadline} on: closes the connection if its deadline is over.
     *
     * @param fairNanos by the loop's fair clock
     * @return true if the session has no deadline any more
     */
    boolean tick(long fairNanos);

    /** Closes the session if it could have sent something and has not for so long. */
    void closeIfIdle(long nowNanos, long timeoutNanos);

    /** The server stops: what the client has sent is still published, and nothing that it sends from now on is. */
    void mute();

    /** The server stops, and all loops are quiet: the session ends when it has been sent what is pending. */
    void takeLeave();

    /** Drops input of a closed session that still waits. */
    void abandon();

    /** Closes the connection without sending what is pending. */
    void closeAtOnce(CloseReason reason);

    /** Returns the bytes that the client must still be sent. */
    long backlogBytes();

    /** @param backlogBytes as {@link #backlogBytes()} says */
    SessionStatus status(long nowNanos, long backlogBytes);

    /** Returns the session's slot in its loop's list. */
    int loopNumber();

    void setLoopNumber(int loopNumber);
}
