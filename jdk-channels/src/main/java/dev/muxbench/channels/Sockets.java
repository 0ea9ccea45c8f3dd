package dev.muxbench.channels;

import dev.muxbench.core.spi.BackendOptions;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens and closes sockets. Threads: any. */
public final class Sockets {
    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

    private Sockets() {}

    /**
     * A listening socket, in blocking mode. Its family is the address's: {@code 0.0.0.0} is IPv4 only, {@code ::} takes both.
     *
     * @throws IOException if the address is taken, is not this machine's, or its family is not available here
     */
    public static ServerSocketChannel listen(BackendOptions options) throws IOException {
        boolean ipv6 = options.address().getAddress() instanceof Inet6Address;
        ServerSocketChannel listener;
        try {
            listener = ServerSocketChannel.open(ipv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        } catch (UnsupportedOperationException e) {
            throw new IOException("IPv6 is not available here", e);
        }
        try {
            return listener.bind(options.address(), options.backlog());
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    /**
     * Makes an accepted connection one of a chat: small writes go out at once, and a peer that has vanished is noticed.
     *
     * @return false if the connection is lost already; it is closed then
     */
    public static boolean prepare(SocketChannel channel, boolean blocking) {
        try {
            channel.configureBlocking(blocking);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            return true;
        } catch (IOException e) {
            LOG.debug("connection lost while it was accepted: {}", e.getMessage());
            closeQuietly(channel);
            return false;
        }
    }

    /** Null if it is not connected any more. */
    public static @Nullable InetSocketAddress peer(SocketChannel channel) {
        try {
            return (InetSocketAddress) channel.getRemoteAddress();
        } catch (IOException e) {
            return null;
        }
    }

    public static void closeQuietly(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing: {}", e.getMessage());
        }
    }

    /** Waits until the thread has ended. An interrupt is kept for later: what is closed must be closed whole. */
    public static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
