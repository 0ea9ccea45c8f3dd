package dev.muxbench.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands each new connection to the loop that has the fewest.
 *
 * <p>When no descriptor is left it pauses and says so once: the waiting connections would otherwise keep the loop busy for ever.
 *
 * <p>Threads: the first loop's.
 */
final class NettyAcceptor extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(NettyAcceptor.class);
    private static final long PAUSE_MILLIS = 100;

    private final List<NettyLoop> loops;
    private boolean failing;
    private boolean paused;

    NettyAcceptor(List<NettyLoop> loops) {
        this.loops = loops;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        if (failing) {
            failing = false;
            LOG.warn("accepting again");
        }
        var channel = (Channel) accepted;
        try {
            leastLoaded().hand(channel);
        } catch (ChannelException e) {
            LOG.debug("connection lost while it was accepted: {}", e.getMessage());
            channel.unsafe().closeForcibly();
        }
    }

    private NettyLoop leastLoaded() {
        var best = loops.getFirst();
        for (var loop : loops) {
            if (loop.connections() < best.connections()) {
                best = loop;
            }
        }
        return best;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            loops.getFirst().fail(cause);
            return;
        }
        if (!failing) {
            failing = true;
            LOG.warn("cannot accept, trying again every 100 ms: {} (see ulimit -n)", cause.getMessage());
        }
        if (!paused) {
            paused = true;
            var config = context.channel().config();
            config.setAutoRead(false);
            var _ = context.executor()
                    .schedule(
                            () -> loops.getFirst().guard(() -> {
                                paused = false;
                                config.setAutoRead(true);
                            }),
                            PAUSE_MILLIS,
                            TimeUnit.MILLISECONDS);
        }
    }
}
