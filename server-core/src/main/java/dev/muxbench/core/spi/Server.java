package dev.muxbench.core.spi;

import java.time.Duration;

/** The chat that a backend serves. Threads: any. */
public interface Server {
    /** The core's side of one more I/O thread. */
    Loop openLoop(Waker waker);

    /** How long a peer may take to close its side after the server has closed its own. */
    Duration lingerTimeout();

    /**
     * Something went wrong that must not (an {@code Error}, an unchecked exception) in a thread of the backend. What else that thread would
     * have done is not done any more, so the process must not go on: the server ends it.
     */
    void fail(Throwable cause);
}
