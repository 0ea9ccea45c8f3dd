package dev.muxbench.core.spi;

import java.net.InetSocketAddress;
import java.util.Map;

/** A started backend. Threads: any, {@link #close()} not from a loop. */
public interface Backend extends AutoCloseable {
    /** The address that was bound. */
    InetSocketAddress address();

    /** How many threads of which kind do the work, for people: {@code 2 event loops}. */
    String threads();

    /** Memory in buffers of its own, in bytes, by kind ({@code direct}, {@code heap}), for who watches; empty if it has next to none. */
    Map<String, Long> bufferBytes();

    /** Closes the listening socket; connections go on. */
    void stopAccepting();

    /** Closes what is left, with {@link CloseReason#SERVER_STOPPING}, and ends all threads before it returns. */
    @Override
    void close();
}
