package dev.muxbench.netty;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Netty's epoll, with another interest in each channel than Netty's own.
 *
 * <p>A write past the pipeline waits for room in its socket here: Netty would first try to write once more.
 *
 * <p>A channel stays known to epoll when it waits for nothing. Netty removes it then and does not add it again, so that a client
 * that has half closed would be cut off as soon as it has to wait for output (netty/netty#16689 introduced it).
 *
 * <p>Threads: the loop's, but for {@link #wakeup()}.
 */
final class EpollInterest implements IoHandler {
    private final IoHandler epoll;
    private final Map<Object, Interest> interests = new HashMap<>(); // by the channel's handle

    EpollInterest(IoHandler epoll) {
        this.epoll = epoll;
    }

    /** Calls the connection once its socket has room again, or is broken. */
    void awaitRoom(NettyConnection connection) {
        Objects.requireNonNull(interests.get(connection.channel.unsafe())).awaitRoom(connection);
    }

    @SuppressWarnings("try") // close() throws what the handle's does
    private final class Interest implements EpollIoHandle, IoRegistration {
        private final EpollIoHandle handle;
        private final IoRegistration registration;
        private EpollIoOps ofNetty = EpollIoOps.NONE;
        private boolean armed; // asked for; still is after an event, because the next write may well be short again
        private @Nullable NettyConnection waiting;

        Interest(EpollIoHandle handle) throws Exception {
            this.handle = handle;
            this.registration = epoll.register(this);
        }

        void awaitRoom(NettyConnection connection) {
            waiting = connection;
            if (!armed) {
                armed = true;
                update();
            }
        }

        @Override
        public void handle(IoRegistration ofEpoll, IoEvent event) {
            if (((EpollIoEvent) event).ops().contains(EpollIoOps.EPOLLOUT) && armed) {
                onRoom();
            }
            handle.handle(this, event);
        }

        private void onRoom() {
            var connection = waiting;
            if (connection == null) {
                armed = false;
                update();
            } else {
                waiting = null;
                connection.onWritable(0);
            }
        }

        @Override
        public long submit(IoOps ops) {
            ofNetty = (EpollIoOps) ops;
            return update();
        }

        private long update() {
            var ops = armed ? ofNetty.with(EpollIoOps.EPOLLOUT) : ofNetty;
            // Edge-triggered: an error is told once, not for ever.
            return registration.submit(ops.equals(EpollIoOps.NONE) ? EpollIoOps.EPOLLET : ops);
        }

        @Override
        public FileDescriptor fd() {
            return handle.fd();
        }

        @Override
        public void registered() {
            handle.registered();
        }

        @Override
        public void unregistered() {
            interests.remove(handle);
            handle.unregistered();
        }

        @Override
        public void close() throws Exception {
            handle.close();
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

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        var interest = new Interest((EpollIoHandle) handle);
        interests.put(handle, interest);
        return interest;
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
