package dev.muxbench.netty;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.spi.Availability;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.core.spi.BackendProvider;
import io.netty.channel.Channel;
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
     * Gives the kernel what it takes at once, past the pipeline and Netty's queue of writes, which is empty.
     *
     * @return bytes that the kernel has; 0 where only Netty itself can write
     */
    int writeAtOnce(Channel connection, ByteBuffer bytes) throws IOException {
        return 0;
    }

    /** The same for channels with a descriptor, whose native code takes a buffer as it is. */
    static int sendAtOnce(UnixChannel connection, ByteBuffer bytes) throws IOException {
        return bytes.isDirect() ? ((Socket) connection.fd()).send(bytes, bytes.position(), bytes.limit()) : 0;
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
    public final Backend start(ChatServer server, BackendOptions options) throws IOException {
        return NettyBackend.start(this, server, options);
    }
}
