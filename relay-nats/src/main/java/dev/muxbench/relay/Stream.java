package dev.muxbench.relay;

import java.util.concurrent.CompletionStage;

/**
 * What the servers of a cluster append to and all of them read, in one order. It may hold a message twice, and messages of one server in
 * another order than that in which they were appended, because a message that is not acknowledged is appended again.
 *
 * <p>Threads: any.
 */
public interface Stream {
    /**
     * Appends a message. Does not wait.
     *
     * @return completes when the stream has it, exceptionally if that is not known after a while: with {@link StreamFullException} if it
     *     takes no more
     */
    CompletionStage<?> append(String roomKey, byte[] message);

    /** It has reached its limit, and takes no more until old messages are gone. */
    final class StreamFullException extends Exception {
        private static final long serialVersionUID = 1L;

        public StreamFullException(String message) {
            super(message);
        }
    }
}
