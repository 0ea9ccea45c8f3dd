package dev.muxbench.relay;

import java.util.concurrent.CompletionStage;

/**
 * The log that all servers of a cluster append to and read in the same order. It may hold a message twice, and messages
 * of one server in another order than they were appended, because a message that is not acknowledged is appended again.
 *
 * <p>Threads: any.
 */
public interface Stream {
    /**
     * Appends a message, without waiting.
     *
     * @return completes when the stream has the message; exceptionally if that is unknown after a while, with
     *     {@link StreamFullException} if the stream is full
     */
    CompletionStage<?> append(String roomKey, byte[] message);

    /** The stream has reached its limit, and accepts no more until old messages are gone. */
    final class StreamFullException extends Exception {
        private static final long serialVersionUID = 1L;

        public StreamFullException(String message) {
            super(message);
        }
    }
}
