package dev.muxbench.load;

import dev.muxbench.load.net.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How a client gets in: it connects, is greeted, and joins its room.
 *
 * <p>Threads: its worker's.
 */
final class Entrance {
    private static final int CLIENTS_PER_SOURCE = 25_000; // below the size of the usual range of ephemeral ports
    private static final int SLOW_RECEIVE_BUFFER = 8 << 10; // else the kernel takes in some MiB on its behalf
    private static final int LONGEST_ANSWER = 80;
    private static final String SERVER_FULL = "Server full";

    private final RunState state;
    private final Network<Client> network;

    Entrance(RunState state, Network<Client> network) {
        this.state = state;
        this.network = network;
    }

    /** Begins to connect. */
    void open(Client client) throws IOException {
        var connection =
                network.connect(state.plan.target(), sourceOf(client.id()), receiveBuffer(client.id()), client);
        client.setConnection(connection);
        if (connection.isConnected()) {
            client.stage = Client.Stage.GREETING;
        }
    }

    private int receiveBuffer(int id) {
        return switch (state.census.roleOf(id)) {
            case SLOW, STUCK -> SLOW_RECEIVE_BUFFER;
            case SENDER, RECEIVER, FLOODING, HALF_OPEN -> Network.SYSTEM_BUFFER;
        };
    }

    /** One source address has not enough ports for everybody; 127.0.0.0/8 has more addresses. */
    private @Nullable InetAddress sourceOf(int id) throws IOException {
        int source = id / CLIENTS_PER_SOURCE;
        return source > 0 && state.plan.target().getAddress().isLoopbackAddress()
                ? InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (1 + source)})
                : null;
    }

    /**
     * A line before the client is in: its greeting, or the answer to its joining a room.
     *
     * @return whether it is in
     * @throws LoadException if the server refuses it
     */
    boolean onLine(Client client, byte[] in, int from, int to) throws IOException, LoadException {
        var line = new String(in, from, Math.min(to - from, LONGEST_ANSWER), StandardCharsets.UTF_8);
        if (client.stage == Client.Stage.GREETING) {
            if (line.startsWith(SERVER_FULL)) {
                throw new LoadException(state.target() + " is full after " + state.ready.get() + " clients");
            }
            if (state.plan.rooms() > 1 || !state.part.isWhole()) {
                client.stage = Client.Stage.JOINING;
                client.command("/join " + state.part.roomPrefix() + state.census.roomOf(client.id()) + "\n");
                return false;
            }
        } else if (!line.startsWith("Joined ")) {
            if (line.startsWith("Unsupported") || line.startsWith("Too many rooms")) {
                throw new LoadException(state.target() + " refused a room: " + line.strip());
            }
            return false; // somebody else in the lobby has said something
        }
        client.stage = Client.Stage.READY;
        return true;
    }
}
