package dev.muxbench.load;

import dev.muxbench.load.net.Network;
import java.io.IOException;

/**
 * How a client gets in: it connects, is greeted, and joins its room, as its {@link Dialect} has it.
 *
 * <p>Threads: its worker's.
 */
final class Entrance {
    private static final int SLOW_RECEIVE_BUFFER = 8 << 10; // else the kernel takes in some MiB on its behalf

    private final RunState state;
    private final Dialect dialect;
    private final Network<Client> network;

    Entrance(RunState state, Dialect dialect, Network<Client> network) {
        this.state = state;
        this.dialect = dialect;
        this.network = network;
    }

    /** Begins to connect. */
    void open(Client client) throws IOException {
        var connection = network.connect(state.plan.target(), state.sources.next(), receiveBuffer(client.id()), client);
        client.setConnection(connection);
        if (connection.isConnected()) {
            onConnected(client);
        }
    }

    private int receiveBuffer(int id) {
        return switch (state.census.roleOf(id)) {
            case SLOW, STUCK -> SLOW_RECEIVE_BUFFER;
            case SENDER, RECEIVER, FLOODING, SLOWLORIS, HALF_OPEN -> Network.SYSTEM_BUFFER;
        };
    }

    /** It is connected. */
    void onConnected(Client client) throws IOException {
        client.stage = Client.Stage.GREETING;
        dialect.greet(client);
    }

    /**
     * A frame before the client is in.
     *
     * @return whether it is in
     * @throws LoadException if the server refuses it
     */
    boolean onFrame(Client client, byte[] in, int from, int lf) throws IOException, LoadException {
        boolean entered = dialect.enter(client, in, from, lf);
        if (entered) {
            client.stage = Client.Stage.READY;
        }
        return entered;
    }

    /** A frame to who is in, before any line of ours: others may talk on this server, too. */
    void onIdleFrame(Client client, byte[] in, int from, int lf) throws IOException, LoadException {
        switch (dialect.notice(in, from, lf)) {
            case COMPLAINT -> throw state.refused(in, from, lf);
            case PING -> {
                dialect.answer(client, in, from, lf);
                client.flush();
            }
            case SERVICE, UNKNOWN -> {}
        }
    }
}
