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
    /** Takes over an accepted connection. The returned object must be told everything that happens to it until {@link Inbound#onClosed}. */
    Inbound accept(Connection connection);

    /** Counts a connection that was accepted and closed before it could be handed over. */
    void refused(CloseReason reason);

    /** Ends a turn: sends what the events of this turn, and publishers on other loops, have left to send. */
    void runTurn();

    /**
     * Must be called directly before waiting. From now on {@link Waker#wake} ends the wait.
     *
     * @return false if there is work already, so that the loop must not wait
     */
    boolean prepareToSleep();

    /** Must be called directly after waiting. */
    void awake();

    /** Returns how long the loop may wait: 0 for not at all, {@link Long#MAX_VALUE} for until something happens. */
    long sleepNanos();

    /** True when all connections are closed and what their clients have sent is published. */
    boolean isEmpty();

    /** Ends the loop, also after its thread has ended: no more turns are made, and input that still waits is dropped. */
    void close();
}
