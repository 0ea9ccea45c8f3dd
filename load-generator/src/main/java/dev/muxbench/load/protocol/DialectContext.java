package dev.muxbench.load.protocol;

/** What a {@link Dialect} may know of the run. Threads: any. */
public interface DialectContext {
    int rooms();

    /** @param room from 0 */
    String nameOfRoom(int room);

    /** Whether a client has to name its room, where the server would otherwise put it somewhere. */
    boolean roomsAreNamed();

    /** How many of the clients send: those with the lowest numbers. */
    int senders();

    /** Of every line's text, or 0 if not all are equally long. */
    int textBytes();

    /** A client's number among those of all processes that share the load. */
    int numberOf(int client);

    /** How often that sender has come back after its connection broke. May grow. */
    int returnsOf(int sender);
}
