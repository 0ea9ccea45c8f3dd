package dev.muxbench.core.spi;

import java.io.IOException;

/** One way to move the bytes, found by {@link java.util.ServiceLoader}. Threads: any. */
public interface BackendProvider {
    /** Returns the name that the backend is picked by, such as {@code nio}. */
    String name();

    /** Returns whether the backend can work on this machine, with what it uses or why not. Cheap, and without side effects. */
    Availability availability();

    /**
     * Binds the address and begins to accept.
     *
     * @throws IOException with a message for the user when the address cannot be bound or the backend cannot start
     */
    Backend start(Server server, BackendOptions options) throws IOException;
}
