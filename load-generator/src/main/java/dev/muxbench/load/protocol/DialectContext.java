package dev.muxbench.load.protocol;

/** What a {@link Dialect} may know of the run. Threads: any. */
public interface DialectContext {
    int rooms();

    /** @param room from 0 */
    String nameOfRoom(int room);

    /** Whether a client has to name its room, where the server would otherwise put it somewhere. */
    boolean roomsAreNamed();

    /**
     * How many send: first the clients with the lowest numbers, then clients of other processes that talk in the same rooms. Of each of
     * these there may be lines.
     */
    int senders();

    /** Of every line's text, or 0 if not all are equally long. */
    int textBytes();

    /** A client's number among those of all processes that share the load. */
    int numberOf(int client);

    /** Likewise, of one that sends. */
    int numberOfSender(int sender);

    /** How often that sender has come back after its connection broke. May grow. */
    int returnsOf(int sender);
}
