package dev.muxbench.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** One read for each event, into a buffer of its own. Threads: the loop's. */
final class OwnBuffers extends ReadBudgets {
    private static final int READ_BYTES = 16 << 10;

    OwnBuffers(NettyLoop loop, NettyConnection connection) {
        super(loop, connection);
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator alloc) {
        int budget = connection().readBudget();
        if (budget == 0) {
            throw new Paused();
        }
        return alloc.directBuffer(Math.min(budget, READ_BYTES));
    }

    @Override
    public int guess() {
        return READ_BYTES;
    }
}
