package dev.muxbench.blocking;

import dev.muxbench.channels.Sockets;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.core.spi.Server;
import dev.muxbench.tls.TlsSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The listening socket, the connections, and the two threads that all connections share. Threads: any. */
final class BlockingBackend implements Backend {
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
        var listener = Sockets.listen(options);
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
        Sockets.closeQuietly(listener);
        Sockets.join(acceptorThread);
    }

    @Override
    public void close() {
        stopAccepting();
        connections.forEach(BlockingConnection::closeForStop);
        connections.forEach(connection -> Sockets.join(connection.thread()));
        crowding.end();
        ticker.end();
        Sockets.join(tickerThread);
    }
}
