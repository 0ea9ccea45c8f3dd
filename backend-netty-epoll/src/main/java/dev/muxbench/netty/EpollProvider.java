package dev.muxbench.netty;

import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import org.jspecify.annotations.Nullable;

/** {@code netty-epoll}: epoll(7) through Netty's native library. */
public final class EpollProvider extends NettyProvider {
    public EpollProvider() {
        super("netty-epoll");
    }

    @Override
    @Nullable
    Throwable unavailability() {
        return Epoll.unavailabilityCause();
    }

    @Override
    String mechanism() {
        return "epoll via Netty native, " + NativeTransport.kernel();
    }

    @Override
    IoHandlerFactory ioHandlerFactory() {
        var epoll = EpollIoHandler.newFactory();
        return executor -> new EpollInterest(epoll.newHandler(executor));
    }

    @Override
    ServerChannel newServerChannel(SocketProtocolFamily family) {
        return new EpollServerSocketChannel(family);
    }

    @Override
    int writesAtOnce() {
        return Integer.MAX_VALUE;
    }

    @Override
    boolean awaitRoom(IoHandler io, NettyConnection connection) {
        ((EpollInterest) io).awaitRoom(connection);
        return true;
    }
}
