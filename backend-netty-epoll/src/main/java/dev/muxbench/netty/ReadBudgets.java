package dev.muxbench.netty;

import dev.muxbench.core.spi.Inbound;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * One read for each event, of at most what the session will take, into a buffer that the loop's connections share.
 *
 * <p>Netty reads a channel to its end once the peer has closed, however little is wanted. {@link Paused} stops it: what is not
 * wanted yet stays with the kernel.
 *
 * <p>Threads: the loop's.
 */
@SuppressWarnings("deprecation") // Netty 4 asks for the handle by its deprecated supertype
class ReadBudgets implements RecvByteBufAllocator, RecvByteBufAllocator.ExtendedHandle {
    /** Thrown through Netty's read loop. */
    static final class Paused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Paused() {
            super("not reading", null, false, false);
        }
    }

    private final NettyLoop loop;
    private final NettyConnection connection;
    private int attempted;
    private int last;

    ReadBudgets(NettyLoop loop, NettyConnection connection) {
        this.loop = loop;
        this.connection = connection;
    }

    NettyConnection connection() {
        return connection;
    }

    @Override
    public Handle newHandle() {
        return this;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator alloc) {
        int budget = connection.readBudget();
        if (budget == 0) {
            throw new Paused();
        }
        return loop.readBuffer(budget);
    }

    @Override
    public int guess() {
        return Inbound.READ_BUDGET_BYTES;
    }

    @Override
    public void reset(ChannelConfig config) {
        last = 0;
        attempted = 0;
    }

    @Override
    public void incMessagesRead(int messages) {}

    @Override
    public void lastBytesRead(int bytes) {
        last = bytes;
    }

    @Override
    public int lastBytesRead() {
        return last;
    }

    @Override
    public void attemptedBytesRead(int bytes) {
        attempted = bytes;
    }

    @Override
    public int attemptedBytesRead() {
        return attempted;
    }

    @Override
    public boolean continueReading() {
        return false;
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
        return false;
    }

    @Override
    public void readComplete() {}
}
