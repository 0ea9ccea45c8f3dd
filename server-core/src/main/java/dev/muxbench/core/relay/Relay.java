package dev.muxbench.core.relay;

import java.util.List;
import java.util.function.Consumer;

/**
 * Joins this server's chat with that of other servers. Rooms and nicks are named by their keys, which are equal for all spellings of a
 * name.
 *
 * <p>Threads: any. No call waits for the network: what takes a while is answered later, once, on any thread.
 */
public interface Relay {
    /** The outcome of a claim to a nick. */
    enum Claim {
        GRANTED,
        TAKEN,
        /** It is not known whether it is free: the relay does not reach the others. */
        UNAVAILABLE
    }

    /** The outcome of a private message. */
    enum Sent {
        DELIVERED,
        NO_SUCH_NICK,
        /** Too much waits for the recipient. */
        NOT_READING,
        /** The relay does not reach the others. */
        UNAVAILABLE
    }

    /**
     * Members of a room on other servers.
     *
     * @param nicks some of them
     * @param total all
     */
    record Elsewhere(List<String> nicks, int total) {
        public static final Elsewhere NOBODY = new Elsewhere(List.of(), 0);
    }

    /** A room with members on other servers. */
    record RoomElsewhere(String key, String name, int members) {}

    /**
     * Lines that one client of this server has said in a room. Calls for one client come in the order of its lines.
     *
     * @param lines  whole lines as members see them, each with its LF; the caller's again when this returns
     * @param length bytes of them
     * @param count  of the lines
     */
    void publish(String roomKey, byte[] lines, int length, int count);

    /** Returns whether senders in that room must wait, because another server's members or the relay itself are behind. */
    boolean isHeld(String roomKey);

    /** Members of that room on those other servers that are not behind in it. */
    int membersKeepingUp(String roomKey);

    /** Members have come, gone or changed their nicks. */
    void onMembersChanged(String roomKey);

    Elsewhere elsewhere(String roomKey);

    /** Rooms with members on other servers. */
    List<RoomElsewhere> roomsElsewhere();

    /** The number of the next newcomer, which no other client of any server ever has; -1 if none is left for now. */
    long nextUser();

    /** Claims a nick for a client of this server. */
    void claim(String nickKey, Consumer<Claim> answer);

    /** This server's claim to a nick ends; after a {@link #claim} that is not answered yet, too. */
    void release(String nickKey);

    /** @param line with its LF, as the recipient sees it */
    void sendPrivately(String nickKey, byte[] line, Consumer<Sent> answer);
}
