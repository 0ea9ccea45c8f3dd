package dev.muxbench.load;

import dev.muxbench.load.net.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings one worker's clients to the point at which they can receive: connected, greeted, in their room. A bounded number is on
 * the way at a time, so that the server's backlog is not what is measured.
 *
 * <p>Threads: its worker's.
 */
final class Connector {
    private static final int MOST_PENDING = 256;
    private static final int CLIENTS_PER_SOURCE = 25_000; // below the size of the usual range of ephemeral ports
    private static final String SERVER_FULL = "Server full";

    private final RunState state;
    private final Network<Client> network;
    private final List<Integer> ids;
    private final List<Client> clients = new ArrayList<>();
    private int ready;
    private long lastProgress = System.nanoTime();

    Connector(RunState state, Network<Client> network, List<Integer> ids) {
        this.state = state;
        this.network = network;
        this.ids = ids;
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
        if (System.nanoTime() - lastProgress > state.patience.toNanos()) {
            throw new LoadException(state.ready.get() + " of " + state.plan.clients() + " clients were greeted by "
                    + target() + ", then nothing for " + state.patience.toSeconds() + " s; is it a chat server?");
        }
    }

    private void open(int id) throws LoadException {
        var client = new Client(id, state.plan.senders());
        try {
            var connection = network.connect(state.plan.target(), sourceOf(id), client);
            client.setConnection(connection);
            clients.add(client);
            if (connection.isConnected()) {
                client.stage = Client.Stage.GREETING;
            }
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /** One source address has not enough ports for everybody; 127.0.0.0/8 has more addresses. */
    private @Nullable InetAddress sourceOf(int id) throws IOException {
        int source = id / CLIENTS_PER_SOURCE;
        return source > 0 && state.plan.target().getAddress().isLoopbackAddress()
                ? InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (1 + source)})
                : null;
    }

    void onConnected(Client client, @Nullable IOException failure) throws LoadException {
        if (failure != null) {
            throw refused(failure);
        }
        client.stage = Client.Stage.GREETING;
        lastProgress = System.nanoTime();
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
