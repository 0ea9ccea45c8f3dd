package dev.muxbench.peers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelMatchers;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A chat like Netty's own examples: lines are strings, and {@link ChannelGroup#writeAndFlush} sends a line to all
 * members. So each receiver has its own encoding of the line, promise and write. Compared with the backends it shows
 * the gain of encoding a room's bytes once and sharing them.
 *
 * <p>It uses epoll if Netty's native library is available, else the JDK's selector. Like most such servers it has no
 * backpressure: lines for a slow reader are queued without a bound. With several event loops two members may see the
 * lines of two senders in different orders.
 *
 * <p>Threads: any; the event loops do the work.
 */
public final class ChannelGroupChat implements PeerServer {
    private static final String WELCOME = "Welcome to Simple Chat! Use /nick <nick> to set your nick.\n";
    private static final String NICK = "/nick ";
    private static final int LONGEST_LINE = 64 << 10;
    private static final int BACKLOG = 4096;

    private final ChannelGroup members = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final AtomicInteger arrivals = new AtomicInteger();
    private final boolean isNative = Epoll.isAvailable();
    private final int threads;
    private final EventLoopGroup loops;
    private final Channel listener;

    private ChannelGroupChat(int threads) {
        this.threads = threads;
        this.loops = new MultiThreadIoEventLoopGroup(
                threads, isNative ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        this.listener = new ServerBootstrap()
                .group(loops)
                .channel(isNative ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new LineBasedFrameDecoder(LONGEST_LINE))
                                .addLast(new StringDecoder(StandardCharsets.UTF_8))
                                .addLast(new StringEncoder(StandardCharsets.UTF_8))
                                .addLast(new Member());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    /** @param threads number of event loops */
    public static ChannelGroupChat start(int threads) {
        return new ChannelGroupChat(threads);
    }

    /** One connection. */
    private final class Member extends SimpleChannelInboundHandler<String> {
        private String nick = "user:" + arrivals.incrementAndGet();

        /** Adds the member to the group first, so that a welcomed member misses no line. */
        @Override
        public void channelActive(ChannelHandlerContext context) {
            members.add(context.channel());
            var _ = context.writeAndFlush(WELCOME);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, String line) {
            if (line.startsWith(NICK)) {
                nick = line.substring(NICK.length());
            } else if (line.startsWith("/")) {
                var _ = context.writeAndFlush("Unsupported command\n");
            } else {
                var _ = members.writeAndFlush(nick + "> " + line + "\n", ChannelMatchers.isNot(context.channel()));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }
    }

    @Override
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public String threads() {
        return threads
                + (threads == 1 ? " event loop on " : " event loops on ")
                + (isNative ? "epoll" : "the JDK's selector");
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
