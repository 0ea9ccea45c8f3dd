package dev.muxbench.core.relay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * This server's chat as its {@link Relay} sees it.
 *
 * <p>Threads: any, but for {@link #publish}, which is for one.
 */
public interface JoinedChat {
    /**
     * Members of a room on this server.
     *
     * @param name  of the room
     * @param nicks some of them
     * @param total all
     */
    record Members(String name, List<String> nicks, int total) {}

    /**
     * Lines of another server's clients: appended to the room's log, if anybody is in it here.
     *
     * @param lines  whole lines, each with its LF, none longer than {@link #longestLineBytes()}
     * @param length bytes of them
     * @param count  of the lines
     */
    void publish(String roomKey, byte[] lines, int length, int count);

    int longestLineBytes();

    /** The room's backlog here is over its high-water mark: whoever says something in it must wait. */
    boolean isOverHighWater(String roomKey);

    /** It is so far over that mark that nothing more should come until it is read. */
    boolean isFull(String roomKey);

    /** Its senders here have to wait, or no longer; {@link Relay#isHeld} has changed. */
    void onHeldChanged(String roomKey);

    /**
     * Who is in a room here; null if nobody is.
     *
     * @param limit of the nicks that are told
     */
    @Nullable
    Members members(String roomKey, int limit);

    /** Returns the keys of all rooms with members here. */
    List<String> roomKeys();

    /** Hands a private message to a client of this server. */
    Relay.Sent deliverPrivately(String nickKey, byte[] line);

    /** Returns all nicks that clients here have chosen themselves. */
    List<String> chosenNicks();

    /** Somebody else has this nick now: its owner here becomes a numbered user, and is told. */
    void loseNick(String nickKey);

    /** Something went wrong that must not: the server ends, because what the relay was about to do is not done any more. */
    void fail(Throwable cause);

    /** Lines for clients of this server are lost: all of them are closed, so that nobody takes what is missing for said. */
    void closeAll();
}
