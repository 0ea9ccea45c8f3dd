package com.example;

import dev.muxbench.channels.Sockets;
import dev.muxbench.core.spi.Availability;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.core.spi.BackendProvider;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import dev.muxbench.core.spi.Inbound;
import dev.muxbench.core.spi.Loop;
import dev.muxbench.core.spi.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Map;

/** A backend of one's own: one selector, one thread. See docs/write-a-backend.md. */
public final class ExampleBackend implements BackendProvider {
    @Override
    public String name() {
        return "example";
    }

    @Override
    public Availability availability() {
        return new Availability.Available("one selector");
    }

    @Override
    public Backend start(Server server, BackendOptions options) throws IOException {
        var started = new Started(server, options);
        started.thread.start();
        return started;
    }

    private static final class Started implements Backend {
        private final Server server;
        private final Selector selector = Selector.open();
        private final ServerSocketChannel listener;
        private final InetSocketAddress address;
        private final Loop loop;
        private final Thread thread = new Thread(this::run, "example");
        private final ByteBuffer input = ByteBuffer.allocateDirect(Inbound.READ_BUDGET_BYTES);
        private final ArrayDeque<Client> toClose = new ArrayDeque<>();
        private volatile boolean accepting = true; // written by any thread
        private volatile boolean ending; // written by any thread

        Started(Server server, BackendOptions options) throws IOException {
            this.server = server;
            listener = Sockets.listen(options);
            listener.configureBlocking(false);
            listener.register(selector, SelectionKey.OP_ACCEPT);
            address = (InetSocketAddress) listener.getLocalAddress();
            loop = server.openLoop(selector::wakeup);
        }

        private void run() {
            try {
                while (!ending) {
                    turn();
                }
                listener.close();
                for (var key : selector.keys()) {
                    if (key.attachment() instanceof Client client) {
                        client.close(CloseReason.SERVER_STOPPING);
                    }
                }
                closeClients();
                loop.close();
                selector.close();
            } catch (Throwable e) {
                server.fail(e); // a loop that only ended would leave its clients waiting
            }
        }

        private void turn() throws IOException {
            if (loop.prepareToSleep()) {
                long nanos = loop.sleepNanos();
                selector.select(nanos == Long.MAX_VALUE ? 0 : nanos / 1_000_000 + 1);
            } else {
                selector.selectNow();
            }
            loop.awake();
            if (!accepting) {
                listener.close(); // here, because the loop must not find it closed while it accepts
            }
            for (var key : selector.selectedKeys()) {
                if (key.attachment() instanceof Client client) {
                    client.onReady();
                } else if (key.isValid()) {
                    accept();
                }
            }
            selector.selectedKeys().clear();
            loop.runTurn();
            closeClients();
        }

        private void accept() throws IOException {
            var channel = listener.accept(); // one in each turn: a rush keeps nobody else waiting
            if (channel != null && Sockets.prepare(channel, false)) { // a real one survives having no descriptors left
                var client = new Client(this, channel, channel.register(selector, SelectionKey.OP_READ));
                client.key.attach(client);
            }
        }

        private void closeClients() throws IOException {
            for (var client = toClose.poll(); client != null; client = toClose.poll()) {
                client.channel.close();
                client.session.onClosed(client.closeReason);
            }
        }

        @Override
        public InetSocketAddress address() {
            return address;
        }

        @Override
        public String threads() {
            return "1 event loop";
        }

        @Override
        public Map<String, Long> bufferBytes() {
            return Map.of("direct", (long) input.capacity());
        }

        @Override
        public void stopAccepting() {
            accepting = false;
            selector.wakeup();
        }

        @Override
        public void close() {
            ending = true;
            selector.wakeup();
            Sockets.join(thread);
        }
    }

    private static final class Client implements Connection {
        private final Started backend;
        private final SocketChannel channel;
        private final SelectionKey key;
        private final Inbound session;
        private boolean closed;
        private CloseReason closeReason = CloseReason.IO_ERROR;

        Client(Started backend, SocketChannel channel, SelectionKey key) {
            this.backend = backend;
            this.channel = channel;
            this.key = key;
            this.session = backend.loop.accept(this);
        }

        void onReady() {
            if (!closed && key.isWritable()) {
                key.interestOpsAnd(~SelectionKey.OP_WRITE);
                session.onWritable(0);
            }
            if (!closed && key.isReadable()) {
                read();
            }
        }

        private void read() {
            int budget = session.readBudget();
            int count = 0;
            try {
                count = budget == 0 ? 0 : channel.read(backend.input.clear().limit(budget));
            } catch (IOException e) {
                close(CloseReason.IO_ERROR);
            }
            if (count > 0) {
                session.onBytes(backend.input.flip());
            } else if (count < 0 || budget == 0) {
                key.interestOpsAnd(~SelectionKey.OP_READ);
            }
            if (count < 0) {
                session.onEndOfInput();
            }
        }

        @Override
        public int write(ByteBuffer[] runs, int count) {
            try {
                int done = closed ? 0 : (int) channel.write(runs, 0, count);
                if (runs[count - 1].hasRemaining()) {
                    key.interestOpsOr(SelectionKey.OP_WRITE);
                }
                return done;
            } catch (IOException e) {
                close(CloseReason.IO_ERROR);
                return 0;
            }
        }

        @Override
        public void resumeReading() {
            key.interestOpsOr(SelectionKey.OP_READ);
        }

        @Override
        public void shutdownOutput() {
            try {
                channel.shutdownOutput();
            } catch (IOException e) {
                close(CloseReason.IO_ERROR);
            }
        }

        @Override
        public void close(CloseReason reason) {
            if (!closed) {
                closed = true;
                closeReason = reason;
                backend.toClose.add(this);
            }
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return Sockets.peer(channel);
        }
    }
}
