package dev.muxbench.core.status;

import java.net.InetSocketAddress;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One client at one moment.
 *
 * @param nick          empty if it was refused
 * @param room          where it is, or was last; empty if it was refused
 * @param address       of the peer; null if it had gone before its first event
 * @param ageNanos      since it was accepted
 * @param receivedLines that it has sent, commands included
 * @param receivedBytes that it has sent
 * @param lines         that were for it, those that it is still to be sent included
 * @param sentBytes     that its connection has taken
 * @param backlogBytes  that it is still to be sent
 * @param input         what becomes of what it sends
 */
public record SessionStatus(
        String nick,
        String room,
        @Nullable InetSocketAddress address,
        long ageNanos,
        long receivedLines,
        long receivedBytes,
        long lines,
        long sentBytes,
        long backlogBytes,
        Input input) {

    /** Tells what becomes of a client's input. */
    public enum Input {
        /** It is processed as it comes. */
        READING,
        /** It has to wait: for the room, for the client to read, or for its rate. */
        HELD,
        /** Nothing: the client is being sent away. */
        CLOSING
    }

    /** The session that is furthest behind comes first, and of equals the oldest one. */
    public static final Comparator<SessionStatus> WORST_FIRST = Comparator.comparingLong(SessionStatus::backlogBytes)
            .thenComparingLong(SessionStatus::ageNanos)
            .reversed();
}
