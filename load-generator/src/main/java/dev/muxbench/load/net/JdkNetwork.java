package dev.muxbench.load.net;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sockets and selector of the JDK. */
final class JdkNetwork<A> implements Network<A> {
    private static final int BUFFER_BYTES = 256 << 10;

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    JdkNetwork() throws IOException {}

    @Override
    public Connection connect(InetSocketAddress target, @Nullable InetAddress source, int receiveBuffer, A attachment)
            throws IOException {
        // An IPv4 target is not reached through IPv6 sockets, which cost more for each read.
        var channel = SocketChannel.open(
                target.getAddress() instanceof Inet4Address
                        ? StandardProtocolFamily.INET
                        : StandardProtocolFamily.INET6);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (receiveBuffer != SYSTEM_BUFFER) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
            }
            if (source != null) {
                channel.bind(new InetSocketAddress(source, 0));
            }
            boolean connected = channel.connect(target);
            return new JdkConnection<>(channel, selector, buffer, attachment, connected);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void select(long millis, Handler<? super A> handler) throws IOException {
        Consumer<SelectionKey> onReady = key -> JdkNetwork.<A>connectionOf(key).onReady(handler);
        if (millis > 0) {
            selector.select(onReady, millis);
        } else {
            selector.selectNow(onReady);
        }
    }

    @SuppressWarnings("unchecked") // this class attaches nothing else
    private static <A> JdkConnection<A> connectionOf(SelectionKey key) {
        return (JdkConnection<A>) key.attachment();
    }

    @Override
    public void close() {
        if (!selector.isOpen()) {
            return;
        }
        for (var key : selector.keys()) {
            JdkNetwork.<A>connectionOf(key).close();
        }
        try {
            selector.close();
        } catch (IOException e) {
            // Nothing is left to be done about it.
        }
    }

    private static final class JdkConnection<A> implements Connection {
        private final SocketChannel channel;
        private final ByteBuffer buffer;
        private final A attachment;
        private final SelectionKey key;

        JdkConnection(SocketChannel channel, Selector selector, ByteBuffer buffer, A attachment, boolean connected)
                throws IOException {
            this.channel = channel;
            this.buffer = buffer;
            this.attachment = attachment;
            this.key = channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
        }

        void onReady(Handler<? super A> handler) {
            if (!key.isValid()) {
                return; // closed by the handler of another one
            }
            int ready = key.readyOps();
            if ((ready & SelectionKey.OP_CONNECT) != 0) {
                finishConnect(handler);
                return;
            }
            if ((ready & SelectionKey.OP_WRITE) != 0) {
                key.interestOpsAnd(~SelectionKey.OP_WRITE);
                handler.onWritable(attachment);
            }
            if ((ready & SelectionKey.OP_READ) != 0 && channel.isOpen()) {
                handler.onReadable(attachment);
            }
        }

        private void finishConnect(Handler<? super A> handler) {
            try {
                if (channel.finishConnect()) {
                    key.interestOps(SelectionKey.OP_READ);
                    handler.onConnected(attachment, null);
                }
            } catch (IOException e) {
                handler.onConnected(attachment, e);
            }
        }

        @Override
        public boolean isConnected() {
            return channel.isConnected();
        }

        @Override
        public int read(byte[] into, int at, int most) throws IOException {
            int count = channel.read(buffer.clear().limit(Math.min(most, BUFFER_BYTES)));
            if (count > 0) {
                buffer.get(0, into, at, count);
            }
            return count;
        }

        @Override
        public int discard() throws IOException {
            return channel.read(buffer.clear());
        }

        /** The JDK has no such option. */
        @Override
        public void setLowWater(int bytes) {}

        @Override
        public int write(byte[] from, int at, int count) throws IOException {
            int taken = channel.write(ByteBuffer.wrap(from, at, count));
            if (taken < count) {
                key.interestOpsOr(SelectionKey.OP_WRITE);
            }
            return taken;
        }

        @Override
        public void pauseReading() {
            key.interestOpsAnd(~SelectionKey.OP_READ);
        }

        @Override
        public void resumeReading() {
            key.interestOpsOr(SelectionKey.OP_READ);
        }

        @Override
        public void silence() {
            throw new UnsupportedOperationException("the JDK has no socket filters");
        }

        @Override
        public void reset() {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                // The peer was first.
            }
            close();
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing is left to be done about it.
            }
        }
    }
}
