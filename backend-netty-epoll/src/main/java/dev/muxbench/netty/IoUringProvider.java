package dev.muxbench.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.util.UncheckedBooleanSupplier;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * {@code netty-io_uring}: io_uring(7) through Netty's native library.
 *
 * <p>Reads take their memory from a ring of buffers that a loop's connections share (io_uring_register(2),
 * IORING_REGISTER_PBUF_RING, Linux 5.19), so that an idle connection holds none. Without it each connection has a buffer of its
 * own in the kernel's hands.
 */
public final class IoUringProvider extends NettyProvider {
    private static final int SUBMISSIONS = 4096; // entries of a loop's ring; a full one is submitted early
    private static final int COMPLETIONS = 64 << 10; // a read, a write and a poll of each of 20,000 connections
    private static final short BUFFER_GROUP = 0;
    private static final short BUFFERS = 64;
    private static final int BUFFER_BYTES = 16 << 10;
    private static final int WRITES_AT_ONCE = 4; // each costs a call of its own, but waits for no turn of the ring
    private static final int OWN_BUFFER_BYTES = 2048; // where there is no ring

    /** A multishot accept that fails for want of descriptors is begun again at once, whatever auto-read says: the loop would spin. */
    private static final String MULTISHOT_ACCEPT = "io.netty.iouring.acceptMultiShotEnabled";

    /** With it one client that floods takes all buffers of the ring before it can be paused, and the others' reads fail for want of one. */
    private static final String MULTISHOT_RECEIVE = "io.netty.iouring.recvMultiShotEnabled";

    static {
        leaveOff(MULTISHOT_ACCEPT);
        leaveOff(MULTISHOT_RECEIVE);
    }

    /** Netty reads it when its class is used first, below. */
    private static void leaveOff(String property) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, "false");
        }
    }

    public IoUringProvider() {
        super("netty-io_uring");
    }

    @Override
    @Nullable
    Throwable unavailability() {
        return IoUring.unavailabilityCause();
    }

    @Override
    String mechanism() {
        return "io_uring via Netty native, "
                + (IoUring.isRegisterBufferRingSupported() ? "buffer ring" : "a buffer per connection") + ", "
                + NativeTransport.kernel();
    }

    @Override
    IoHandlerFactory ioHandlerFactory() {
        var config = new IoUringIoHandlerConfig().setRingSize(SUBMISSIONS).setCqSize(COMPLETIONS);
        if (IoUring.isRegisterBufferRingSupported()) {
            config.setBufferRingConfig(IoUringBufferRingConfig.builder()
                    .bufferGroupId(BUFFER_GROUP)
                    .bufferRingSize(BUFFERS)
                    .batchSize(BUFFERS / 2)
                    .incremental(false)
                    .allocator(new IoUringFixedBufferRingAllocator(BUFFER_BYTES))
                    .build());
        }
        return IoUringIoHandler.newFactory(config);
    }

    @Override
    ServerChannel newServerChannel(SocketProtocolFamily family) {
        return new IoUringServerSocketChannel();
    }

    @Override
    int writesAtOnce() {
        return WRITES_AT_ONCE;
    }

    /** The descriptors of this transport are blocking ones: a plain writev would wait. */
    @Override
    int writeAtOnce(UnixChannel channel, ByteBuffer[] runs, int count, Iovecs iovecs) {
        iovecs.set(runs, count);
        return SendWithoutWaiting.send(channel.fd().intValue(), iovecs.message());
    }

    @Override
    RecvByteBufAllocator receiveBuffers(NettyLoop loop, NettyConnection connection) {
        return new KernelBuffers(loop, connection);
    }

    @Override
    RecvByteBufAllocator receiveBuffersOfItsOwn(NettyLoop loop, NettyConnection connection) {
        return new KernelBuffers(loop, connection);
    }

    /** The kernel has the memory from before a read is wanted until it is done: nothing is shared, and no read can be refused. */
    private static final class KernelBuffers extends ReadBudgets {
        KernelBuffers(NettyLoop loop, NettyConnection connection) {
            super(loop, connection);
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator alloc) {
            return alloc.directBuffer(OWN_BUFFER_BYTES);
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
            return continueReading();
        }

        @Override
        public boolean continueReading() {
            if (connection().isAhead()) {
                throw new Paused();
            }
            return false;
        }
    }

    @Override
    void configure(Channel connection) {
        if (IoUring.isRegisterBufferRingSupported()) {
            connection.config().setOption(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, BUFFER_GROUP);
        }
    }
}
