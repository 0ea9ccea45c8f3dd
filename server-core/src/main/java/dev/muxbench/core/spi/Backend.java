package dev.muxbench.core.spi;

import java.net.InetSocketAddress;
import java.util.Map;

/** A started backend. Threads: any, {@link #close()} not from a loop. */
public interface Backend extends AutoCloseable {
    /** Returns the bound address. */
    InetSocketAddress address();

    /** Returns the number and kind of threads, for people: {@code 2 event loops}. */
    String threads();

    /** Returns the memory of the backend's own buffers in bytes, by kind ({@code direct}, {@code heap}); empty if it has next to none. */
    Map<String, Long> bufferBytes();

    /** Closes the listening socket. Connections go on. */
    void stopAccepting();

    /** Closes all connections with {@link CloseReason#SERVER_STOPPING}, and ends all threads before it returns. */
    @Override
    void close();
}
