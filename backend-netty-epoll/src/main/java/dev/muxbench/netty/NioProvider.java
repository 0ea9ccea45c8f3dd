package dev.muxbench.netty;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import org.jspecify.annotations.Nullable;

/** {@code netty-nio}: the JDK's selector under Netty. The control: what it differs from {@code nio} in is Netty's. */
public final class NioProvider extends NettyProvider {
    public NioProvider() {
        super("netty-nio");
    }

    @Override
    @Nullable
    Throwable unavailability() {
        return null;
    }

    @Override
    String mechanism() {
        return "JDK " + SelectorProvider.provider().getClass().getSimpleName().replace("Provider", "") + " via Netty";
    }

    @Override
    IoHandlerFactory ioHandlerFactory() {
        return NioIoHandler.newFactory();
    }

    @Override
    ServerChannel newServerChannel(SocketProtocolFamily family) {
        return new NioServerSocketChannel(SelectorProvider.provider(), family);
    }
}
