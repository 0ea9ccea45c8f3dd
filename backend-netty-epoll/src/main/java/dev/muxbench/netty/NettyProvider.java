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

    /** Why it cannot work here, or null. */
    abstract @Nullable Throwable unavailability();

    /** What it uses, if it works. */
    abstract String mechanism();

    /** How a loop waits for its channels. Called once for each loop. */
    abstract IoHandlerFactory ioHandlerFactory();

    /** @param family of the address that it will listen on, if the transport can tell them apart */
    abstract ServerChannel newServerChannel(SocketProtocolFamily family);

    /** Sets what only this transport has. */
    void configure(Channel connection) {}

    /**
     * How many writes of a loop's turn go to the kernel by {@link #writeAtOnce}; the others go through Netty. More than 0 for channels
     * with a descriptor only.
     */
    int writesAtOnce() {
        return 0;
    }

    /**
     * Gives the kernel what it takes without waiting, past the pipeline and Netty's queue of writes, which is empty.
     *
     * @param runs   whose positions are left as they are
     * @param iovecs the loop's
     * @return how many bytes the kernel has
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
     * After a write at once that the kernel has not taken in full: whether {@link NettyConnection#onWritable} will be called as soon as
     * the socket has room. If not, the rest goes through the pipeline, which waits as well, but tries once more before.
     *
     * @param io the loop's
     */
    boolean awaitRoom(IoHandler io, NettyConnection connection) {
        return false;
    }

    /**
     * Where what is read goes.
     *
     * @param loop of the connection
     */
    RecvByteBufAllocator receiveBuffers(NettyLoop loop, NettyConnection connection) {
        return new ReadBudgets(loop, connection);
    }

    /** The same for what is encrypted: parts of records have to wait for the rest, so nothing is shared. */
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
