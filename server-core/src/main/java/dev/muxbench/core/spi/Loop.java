package dev.muxbench.core.spi;

/**
 * The core's side of one I/O thread, which calls it like this:
 *
 * <pre>{@code
 * while (running) {
 *     if (loop.prepareToSleep()) wait for events, at most loop.sleepNanos(); else look for events without waiting
 *     loop.awake();
 *     handle the events: accept, and the calls of Inbound
 *     loop.runTurn();
 * }
 * close all connections
 * loop.close();
 * }</pre>
 *
 * Threads: the loop's; see the package comment.
 */
public interface Loop {
    /** A connection was accepted. What it returns is told everything that happens to the connection until {@link Inbound#onClosed}. */
    Inbound accept(Connection connection);

    /** A connection was accepted, and closed before it could be handed over. */
    void refused(CloseReason reason);

    /** The end of a turn: sends what the events of this turn, and publishers on other loops, have left to send. */
    void runTurn();

    /**
     * To be called directly before waiting. From now on {@link Waker#wake} ends the wait.
     *
     * @return false if there is work already, so that the loop must not wait
     */
    boolean prepareToSleep();

    /** To be called directly after waiting. */
    void awake();

    /** How long the loop may wait: 0 not at all, {@link Long#MAX_VALUE} until something happens. */
    long sleepNanos();

    /** All its connections are closed, and what their clients have sent is published. */
    boolean isEmpty();

    /** It makes no more turns: what its clients had sent is dropped if it still waits. Also after its thread has ended. */
    void close();
}
