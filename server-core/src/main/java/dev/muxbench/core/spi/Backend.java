package dev.muxbench.core.spi;

import java.net.InetSocketAddress;

/** A started backend. Threads: any, {@link #close()} not from a loop. */
public interface Backend extends AutoCloseable {
    /** The address that was bound. */
    InetSocketAddress address();

    /** How many threads of which kind do the work, for people: {@code 2 event loops}. */
    String threads();

    /** Closes the listening socket; connections go on. */
    void stopAccepting();

    /** Closes what is left, with {@link CloseReason#SERVER_STOPPING}, and ends all threads before it returns. */
    @Override
    void close();
}
