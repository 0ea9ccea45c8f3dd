package dev.muxbench.load.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one thread, and the wait for them.
 *
 * <p>Threads: one, which opened it.
 *
 * @param <A> what comes with each connection, and stands for it in the {@link Handler}
 */
public interface Network<A> extends AutoCloseable {
    /** The size of a receive buffer that leaves the choice to the system. */
    int SYSTEM_BUFFER = 0;

    /** Is told what has become possible for a connection. Only {@link #select} calls it. */
    interface Handler<A> {
        /** @param failure why there is no connection, or null if there is one */
        void onConnected(A attachment, @Nullable IOException failure);

        /** Bytes, the end or a failure are there to be read, or nothing after all. One read for each call will do. */
        void onReadable(A attachment);

        /** There may be room for more, after a write that was not complete. */
        void onWritable(A attachment);
    }

    /**
     * Begins to connect, without Nagle's algorithm (RFC 896).
     *
     * @param source        address to connect from, with any port; null for the system's choice
     * @param receiveBuffer SO_RCVBUF in bytes (Linux doubles it for its own use), or {@link #SYSTEM_BUFFER}; set before connecting, as
     *                      the window that is announced then depends on it
     * @throws java.net.BindException if there is no local port left, or the source is no address of this machine
     * @throws IOException at once, or it is told to the handler
     */
    Connection connect(InetSocketAddress target, @Nullable InetAddress source, int receiveBuffer, A attachment)
            throws IOException;

    /**
     * Waits until a connection is ready, tells the handler, and returns.
     *
     * @param millis longest wait; 0 only looks
     */
    void select(long millis, Handler<? super A> handler) throws IOException;

    /** Connections that are still open are closed, too. May be called more than once. */
    @Override
    void close();
}
