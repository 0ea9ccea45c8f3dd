package dev.muxbench.netty;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import org.jspecify.annotations.Nullable;

/** {@code netty-kqueue}: kqueue(2) through Netty's native library. */
public final class KQueueProvider extends NettyProvider {
    public KQueueProvider() {
        super("netty-kqueue");
    }

    @Override
    @Nullable
    Throwable unavailability() {
        return KQueue.unavailabilityCause();
    }

    @Override
    String mechanism() {
        return "kqueue via Netty native, " + NativeTransport.kernel();
    }

    @Override
    IoHandlerFactory ioHandlerFactory() {
        return KQueueIoHandler.newFactory();
    }

    @Override
    ServerChannel newServerChannel(SocketProtocolFamily family) {
        return new KQueueServerSocketChannel();
    }

    @Override
    int writesAtOnce() {
        return Integer.MAX_VALUE;
    }
}
