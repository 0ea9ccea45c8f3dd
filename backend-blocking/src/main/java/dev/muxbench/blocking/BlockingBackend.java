package dev.muxbench.blocking;

import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.core.spi.Server;
import dev.muxbench.tls.TlsSource;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listening socket, the connections, and the two threads that all of them share. Threads: any. */
final class BlockingBackend implements Backend {
    private static final Logger LOG = LoggerFactory.getLogger(BlockingBackend.class);

    private final BlockingProvider provider;
    private final ServerSocketChannel listener;
    private final InetSocketAddress address;
    private final Crowding crowding;
    private final Ticker ticker;
    private final Set<BlockingConnection> connections = ConcurrentHashMap.newKeySet();
    private final Thread acceptorThread;
    private final Thread tickerThread;

    private BlockingBackend(
            BlockingProvider provider, ServerSocketChannel listener, Server server, @Nullable TlsSource tls)
            throws IOException {
        this.provider = provider;
        this.listener = listener;
        this.address = (InetSocketAddress) listener.getLocalAddress();
        this.crowding = new Crowding(provider, server);
        this.ticker = new Ticker(crowding);
        var shared = new Shared(provider, server, tls, ticker, crowding, new WakeUps(), connections);
        acceptorThread = shared.newThread(
                provider.name() + "-acceptor",
                new Acceptor(listener, channel -> new BlockingConnection(shared, channel).start()));
        tickerThread = Thread.ofPlatform()
                .daemon()
                .name(provider.name() + "-ticker")
                .unstarted(Shared.guarded(server, ticker));
    }

    static BlockingBackend start(BlockingProvider provider, Server server, BackendOptions options) throws IOException {
        var listener = bind(options);
        try {
            if (options.tls() != null) {
                options.tls().servedBy("the JDK");
            }
            var backend = new BlockingBackend(provider, listener, server, options.tls());
            backend.acceptorThread.start();
            backend.tickerThread.start();
            return backend;
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    /** The socket's family is the address's: {@code 0.0.0.0} is IPv4 only, {@code ::} takes both. */
    private static ServerSocketChannel bind(BackendOptions options) throws IOException {
        boolean ipv6 = options.address().getAddress() instanceof Inet6Address;
        ServerSocketChannel listener;
        try {
            listener = ServerSocketChannel.open(ipv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        } catch (UnsupportedOperationException e) {
            throw new IOException("IPv6 is not available here", e);
        }
        try {
            listener.bind(options.address(), options.backlog());
            return listener;
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public String threads() {
        return provider.threads();
    }

    /** Each reader has half a KiB on the heap, and more only while its client sends more. */
    @Override
    public Map<String, Long> bufferBytes() {
        return Map.of();
    }

    @Override
    public void stopAccepting() {
        closeQuietly(listener);
        join(acceptorThread);
    }

    @Override
    public void close() {
        stopAccepting();
        connections.forEach(BlockingConnection::closeForStop);
        connections.forEach(connection -> join(connection.writer()));
        crowding.end();
        ticker.end();
        join(tickerThread);
    }

    private static void join(Thread thread) {
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

    static void closeQuietly(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing: {}", e.getMessage());
        }
    }
}
