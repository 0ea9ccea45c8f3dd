package dev.muxbench.load.protocol;

/** The facts about a run that a {@link Dialect} may use. Threads: any. */
public interface DialectContext {
    int rooms();

    /** @param room from 0 */
    String nameOfRoom(int room);

    /** Returns whether a client has to name its room, where the server would otherwise put it somewhere. */
    boolean roomsAreNamed();

    /**
     * How many send: first the clients with the lowest numbers, then clients of other processes that talk in the same rooms. Of each of
     * these there may be lines.
     */
    int senders();

    /** Returns the bytes of each line's text; 0 if lines differ in length. */
    int textBytes();

    /** A client's number among those of all processes that share the load. */
    int numberOf(int client);

    /** Likewise, of one that sends. */
    int numberOfSender(int sender);

    /** Returns how often that sender has come back after its connection broke. May grow. */
    int returnsOf(int sender);
}
