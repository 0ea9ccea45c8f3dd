package dev.muxbench.netty;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
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
        return executor -> new KeptInterest(epoll.newHandler(executor));
    }

    @Override
    ServerChannel newServerChannel(SocketProtocolFamily family) {
        return new EpollServerSocketChannel(family);
    }

    @Override
    int writesAtOnce() {
        return Integer.MAX_VALUE;
    }

    /**
     * A channel stays known to epoll when it waits for nothing. Netty removes it then and does not add it again, so that a client
     * that has half closed would be cut off as soon as it has to wait for output (netty/netty#16689 introduced it).
     */
    private record KeptInterest(IoHandler epoll) implements IoHandler {
        @Override
        public IoRegistration register(IoHandle handle) throws Exception {
            return new Kept(epoll.register(handle));
        }

        @Override
        public void initialize() {
            epoll.initialize();
        }

        @Override
        public int run(IoHandlerContext context) {
            return epoll.run(context);
        }

        @Override
        public void prepareToDestroy() {
            epoll.prepareToDestroy();
        }

        @Override
        public void destroy() {
            epoll.destroy();
        }

        @Override
        public void wakeup() {
            epoll.wakeup();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return epoll.isCompatible(handleType);
        }
    }

    private record Kept(IoRegistration registration) implements IoRegistration {
        @Override
        public long submit(IoOps ops) {
            // Edge-triggered: an error is told once, not for ever.
            return registration.submit(ops.equals(EpollIoOps.NONE) ? EpollIoOps.EPOLLET : ops);
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // as in Netty
        public <T> T attachment() {
            return registration.attachment();
        }

        @Override
        public boolean isValid() {
            return registration.isValid();
        }

        @Override
        public boolean cancel() {
            return registration.cancel();
        }
    }
}
