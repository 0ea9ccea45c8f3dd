package dev.muxbench.nio;

import dev.muxbench.channels.Sockets;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.core.spi.Inbound;
import dev.muxbench.core.spi.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The listening socket and the loops. Threads: any. */
final class NioBackend implements Backend {
    private final NioAcceptor acceptor;
    private final InetSocketAddress address;
    private final List<NioEventLoop> loops;

    private NioBackend(NioAcceptor acceptor, InetSocketAddress address, List<NioEventLoop> loops) {
        this.acceptor = acceptor;
        this.address = address;
        this.loops = loops;
    }

    static NioBackend start(Server server, BackendOptions options) throws IOException {
        var listener = Sockets.listen(options);
        try {
            listener.configureBlocking(false);
            var address = (InetSocketAddress) listener.getLocalAddress();
            var loops = new ArrayList<NioEventLoop>();
            for (int i = 0; i < options.ioThreads(); i++) {
                loops.add(new NioEventLoop("nio-" + i, server, options.tls()));
            }
            var acceptor = new NioAcceptor(listener, loops);
            loops.getFirst().accept(acceptor);
            if (options.tls() != null) {
                options.tls().servedBy("the JDK");
            }
            loops.forEach(NioEventLoop::start);
            return new NioBackend(acceptor, address, loops);
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
        return loops.size() == 1 ? "1 event loop" : loops.size() + " event loops";
    }

    @Override
    public Map<String, Long> bufferBytes() {
        return Map.of("direct", (long) loops.size() * Inbound.READ_BUDGET_BYTES);
    }

    @Override
    public void stopAccepting() {
        acceptor.close();
        loops.getFirst().wake();
    }

    @Override
    public void close() {
        acceptor.close();
        var accepting = loops.getFirst();
        accepting.requestEnd();
        accepting.awaitEnd(); // from here on it hands nothing to the others
        loops.forEach(NioEventLoop::requestEnd);
        loops.forEach(NioEventLoop::awaitEnd);
    }
}
