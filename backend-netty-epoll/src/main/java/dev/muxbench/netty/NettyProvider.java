package dev.muxbench.netty;

import dev.muxbench.core.spi.Availability;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.core.spi.BackendProvider;
import dev.muxbench.core.spi.Server;
import io.netty.channel.Channel;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One of Netty's transports. Threads: any. */
abstract class NettyProvider implements BackendProvider {
    private static final String LEAK_DETECTION = "io.netty.leakDetection.level";

    static {
        if (System.getProperty(LEAK_DETECTION) == null) {
            System.setProperty(LEAK_DETECTION, "disabled"); // it takes stack traces; read at Netty's first allocation
        }
    }

    private final String name;

    NettyProvider(String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    /** Returns why the transport cannot work here; null if it can. */
    abstract @Nullable Throwable unavailability();

    /** Returns what the transport uses, if it works. */
    abstract String mechanism();

    /** Returns how a loop waits for its channels. Called once for each loop. */
    abstract IoHandlerFactory ioHandlerFactory();

    /** @param family of the address to listen on, for transports that tell them apart */
    abstract ServerChannel newServerChannel(SocketProtocolFamily family);

    /** Sets the options that only this transport has. */
    void configure(Channel connection) {}

    /**
     * Returns how many writes of a loop's turn go to the kernel by {@link #writeAtOnce}; the others go through Netty. It is more than 0 only
     * for channels with a descriptor.
     */
    int writesAtOnce() {
        return 0;
    }

    /**
     * Gives the kernel what it takes without waiting, past the pipeline and Netty's queue of writes, which is empty.
     *
     * @param runs   whose positions are left as they are
     * @param iovecs the loop's
     * @return the bytes that the kernel has taken
     */
    int writeAtOnce(UnixChannel channel, ByteBuffer[] runs, int count, Iovecs iovecs) throws IOException {
        var socket = (Socket) channel.fd();
        if (count == 1 && runs[0].isDirect()) {
            return socket.send(runs[0], runs[0].position(), runs[0].limit());
        }
        iovecs.set(runs, count);
        return (int) socket.writevAddresses(iovecs.address(), iovecs.count());
    }

    /**
     * Waits for room in the socket after a write at once that the kernel has not taken in full. Returns true if
     * {@link NettyConnection#onWritable} will be called then. If not, the rest goes through the pipeline, which waits as well but tries to
     * write once more before.
     *
     * @param io the loop's
     */
    boolean awaitRoom(IoHandler io, NettyConnection connection) {
        return false;
    }

    /**
     * Returns the allocator of read buffers.
     *
     * @param loop of the connection
     */
    RecvByteBufAllocator receiveBuffers(NettyLoop loop, NettyConnection connection) {
        return new ReadBudgets(loop, connection);
    }

    /** The same for TLS: nothing is shared, because parts of records must wait for the rest. */
    RecvByteBufAllocator receiveBuffersOfItsOwn(NettyLoop loop, NettyConnection connection) {
        return new OwnBuffers(loop, connection);
    }

    @Override
    public final Availability availability() {
        var cause = unavailability();
        return cause == null
                ? new Availability.Available(mechanism())
                : new Availability.Unavailable(new NativeTransport(name).explain(cause));
    }

    @Override
    public final Backend start(Server server, BackendOptions options) throws IOException {
        return NettyBackend.start(this, server, options);
    }
}
