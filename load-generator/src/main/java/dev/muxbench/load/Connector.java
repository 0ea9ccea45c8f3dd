package dev.muxbench.load;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Brings one worker's clients to the point at which they can receive: connected, greeted, in their room. A bounded number is on
 * the way at a time, so that the server's backlog is not what is measured.
 *
 * <p>Threads: its worker's.
 */
final class Connector {
    private static final int MOST_PENDING = 256;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int CLIENTS_PER_SOURCE = 25_000; // below the size of the usual range of ephemeral ports
    private static final String SERVER_FULL = "Server full";

    private final RunState state;
    private final Selector selector;
    private final List<Integer> ids;
    private final ProtocolFamily family; // an IPv4 target is not reached through IPv6 sockets, which cost more per read
    private final List<Client> clients = new ArrayList<>();
    private int ready;
    private long lastProgress = System.nanoTime();

    Connector(RunState state, Selector selector, List<Integer> ids) {
        this.state = state;
        this.selector = selector;
        this.ids = ids;
        this.family = state.plan.target().getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
    }

    List<Client> clients() {
        return clients;
    }

    boolean isDone() {
        return ready == ids.size();
    }

    /** Opens more connections, if there are few enough on the way. */
    void openMore() throws LoadException {
        while (clients.size() < ids.size() && clients.size() - ready < MOST_PENDING) {
            open(ids.get(clients.size()));
        }
        if (System.nanoTime() - lastProgress > PATIENCE_NANOS) {
            throw new LoadException(state.ready.get() + " of " + state.plan.clients() + " clients were greeted by "
                    + target() + ", then nothing for 5 s; is it a chat server?");
        }
    }

    private void open(int id) throws LoadException {
        try {
            var channel = SocketChannel.open(family);
            var client = new Client(id, state.plan.senders(), channel);
            clients.add(client);
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            bindSource(channel, id);
            boolean connected = channel.connect(state.plan.target());
            var key = channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, client);
            client.setKey(key);
            if (connected) {
                client.stage = Client.Stage.GREETING;
            }
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /** One source address has not enough ports for everybody; 127.0.0.0/8 has more addresses. */
    private void bindSource(SocketChannel channel, int id) throws IOException {
        int source = id / CLIENTS_PER_SOURCE;
        if (source > 0 && state.plan.target().getAddress().isLoopbackAddress()) {
            channel.bind(new InetSocketAddress(
                    InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (1 + source)}), 0));
        }
    }

    void onConnectable(Client client, SelectionKey key) throws LoadException {
        try {
            if (client.channel().finishConnect()) {
                key.interestOps(SelectionKey.OP_READ);
                client.stage = Client.Stage.GREETING;
                lastProgress = System.nanoTime();
            }
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /** A line before the client is ready: its greeting, or the answer to its joining a room. */
    void onLine(Client client, byte[] in, int from, int to) throws LoadException {
        var line = new String(in, from, Math.min(to - from, 80), StandardCharsets.UTF_8);
        lastProgress = System.nanoTime();
        if (client.stage == Client.Stage.GREETING) {
            if (line.startsWith(SERVER_FULL)) {
                throw new LoadException(target() + " is full after " + state.ready.get() + " clients");
            }
            if (state.plan.rooms() > 1) {
                join(client);
                return;
            }
        } else if (!line.startsWith("Joined ")) {
            if (line.startsWith("Unsupported") || line.startsWith("Too many rooms")) {
                throw new LoadException(target() + " refused a room: " + line.strip());
            }
            return; // somebody else in the lobby has said something
        }
        client.stage = Client.Stage.READY;
        ready++;
        state.ready.incrementAndGet();
    }

    private void join(Client client) throws LoadException {
        client.stage = Client.Stage.JOINING;
        try {
            client.command("/join load-" + state.plan.roomOf(client.id()) + "\n");
        } catch (IOException e) {
            throw refused(e);
        }
    }

    LoadException lost(String how) {
        return new LoadException(target() + " " + how + " before client " + (state.ready.get() + 1) + " of "
                + state.plan.clients() + " was ready; is it a chat server?");
    }

    private LoadException refused(IOException e) {
        return new LoadException("cannot connect client " + (state.ready.get() + 1) + " of " + state.plan.clients()
                + " to " + target() + ": " + e.getMessage());
    }

    private String target() {
        return state.plan.target().getAddress().getHostAddress() + ":"
                + state.plan.target().getPort();
    }
}
