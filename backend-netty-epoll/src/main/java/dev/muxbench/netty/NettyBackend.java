package dev.muxbench.netty;

import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.core.spi.Server;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The listening channel and the loops. Threads: any. */
final class NettyBackend implements Backend {
    private static final Pattern NATIVE_ERROR = Pattern.compile("^\\w+\\(.*?\\) failed(?: with error\\(-?\\d+\\))?: ");
    private final ServerChannel listener;
    private final InetSocketAddress address;
    private final List<NettyLoop> loops;
    private final @Nullable NettyTls tls;

    private NettyBackend(ServerChannel listener, InetAddress asked, List<NettyLoop> loops, @Nullable NettyTls tls) {
        this.listener = listener;
        // An IPv6 socket that listens on 0.0.0.0 calls it "::".
        this.address = new InetSocketAddress(asked, ((InetSocketAddress) listener.localAddress()).getPort());
        this.loops = loops;
        this.tls = tls;
    }

    static NettyBackend start(NettyProvider transport, Server server, BackendOptions options) throws IOException {
        var loops = new ArrayList<NettyLoop>();
        var tls = options.tls() == null ? null : NettyTls.of(options.tls());
        try {
            for (int i = 0; i < options.ioThreads(); i++) {
                loops.add(new NettyLoop(transport.name() + "-" + i, transport, server, tls));
            }
            return new NettyBackend(
                    listen(transport, options, loops), options.address().getAddress(), loops, tls);
        } catch (IOException e) {
            end(loops, tls);
            throw e;
        }
    }

    private static ServerChannel listen(NettyProvider transport, BackendOptions options, List<NettyLoop> loops)
            throws IOException {
        boolean ipv6 = options.address().getAddress() instanceof Inet6Address;
        var listener = transport.newServerChannel(ipv6 ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET);
        listener.config().setOption(ChannelOption.SO_BACKLOG, options.backlog());
        listener.pipeline().addLast(new NettyAcceptor(loops));
        await(loops.getFirst().eventLoop().register(listener));
        try {
            await(listener.bind(options.address()));
        } catch (IOException e) {
            listener.close().awaitUninterruptibly();
            throw e;
        }
        return listener;
    }

    private static void await(ChannelFuture done) throws IOException {
        done.awaitUninterruptibly();
        if (!done.isSuccess()) {
            throw new IOException(inPlainWords(String.valueOf(done.cause().getMessage())), done.cause());
        }
    }

    /** Without what Netty puts before the system's words: the name of the call and the negative error number. */
    private static String inPlainWords(String message) {
        return NATIVE_ERROR.matcher(message).replaceFirst("");
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public String threads() {
        return loops.size() == 1 ? "1 event loop" : loops.size() + " event loops";
    }

    /** All of Netty's allocators, which are the process's. */
    @Override
    public Map<String, Long> bufferBytes() {
        long direct = 0;
        long heap = 0;
        for (var allocator : List.of(ByteBufAllocator.DEFAULT, UnpooledByteBufAllocator.DEFAULT)) {
            if (allocator instanceof ByteBufAllocatorMetricProvider watched) {
                direct += watched.metric().usedDirectMemory();
                heap += watched.metric().usedHeapMemory();
            }
        }
        return Map.of("direct", direct, "heap", heap);
    }

    @Override
    public void stopAccepting() {
        listener.close().awaitUninterruptibly();
    }

    @Override
    public void close() {
        stopAccepting();
        end(loops, tls);
    }

    private static void end(List<NettyLoop> loops, @Nullable NettyTls tls) {
        loops.forEach(NettyLoop::end);
        if (tls != null) {
            tls.close();
        }
    }
}
