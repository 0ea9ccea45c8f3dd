package dev.muxbench.core.spi;

import java.time.Duration;

/** The chat that a backend serves. Threads: any. */
public interface Server {
    /** Opens the core's side of one more I/O thread. */
    Loop openLoop(Waker waker);

    /** Returns how long a peer may take to close its side after the server has closed its own. */
    Duration lingerTimeout();

    /**
     * Ends the process, because a thread of the backend has failed with an {@code Error} or an unchecked exception. What else that thread
     * had to do would never be done.
     */
    void fail(Throwable cause);
}
