package dev.muxbench.load.client;

import dev.muxbench.load.net.LocalPorts;
import dev.muxbench.load.net.Network;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.protocol.Answer;
import dev.muxbench.load.protocol.Dialect;
import dev.muxbench.load.protocol.RefusedException;
import java.io.IOException;
import java.net.BindException;

/**
 * Lets a client in: it connects, is greeted, and joins its room, as its {@link Dialect} says.
 *
 * <p>Threads: its worker's.
 */
public final class Entrance {
    private static final int SLOW_RECEIVE_BUFFER = 8 << 10; // else the kernel takes in some MiB on its behalf

    private final RunState state;
    private final Dialect dialect;
    private final Network<Client> network;

    public Entrance(RunState state, Dialect dialect, Network<Client> network) {
        this.state = state;
        this.dialect = dialect;
        this.network = network;
    }

    /** Begins to connect. */
    void open(Client client) throws IOException {
        var connection =
                network.connect(state.addressFor(client), state.sources.next(), receiveBuffer(client.id()), client);
        client.setConnection(connection);
        if (connection.isConnected()) {
            onConnected(client);
        }
    }

    /** Returns why there is no connection. If an earlier one was given a local port, there may be no further port. */
    String reason(Client client, IOException e) {
        int others = state.sources.taken() - 1;
        if (!(e instanceof BindException) || others == 0) {
            return String.valueOf(e.getMessage());
        }
        return e.getMessage() + " after " + others + " connections, "
                + LocalPorts.current().explain(state.addressFor(client).getAddress(), state.plan.clients());
    }

    private int receiveBuffer(int id) {
        return switch (state.ledger.census.roleOf(id)) {
            case SLOW_READER, STUCK_READER -> SLOW_RECEIVE_BUFFER;
            case SENDER, RECEIVER, FLOODING, SLOWLORIS, HALF_OPEN -> Network.SYSTEM_BUFFER;
        };
    }

    /** Called when the connection is made. */
    void onConnected(Client client) throws IOException {
        client.stage = Client.Stage.GREETING;
        say(client, dialect.hello(client.member()));
    }

    /**
     * Handles a frame before the client is in.
     *
     * @return true if the client is in now
     * @throws LoadException if the server refuses the client
     */
    boolean onFrame(Client client, byte[] in, int from, int lf) throws IOException, LoadException {
        var answer = ask(client, in, from, lf);
        if (answer.in()) {
            client.stage = Client.Stage.READY;
        } else if (answer.greeted()) {
            client.stage = Client.Stage.JOINING;
        }
        say(client, answer.says());
        return answer.in();
    }

    private Answer ask(Client client, byte[] in, int from, int lf) throws LoadException {
        try {
            return dialect.enter(client.member(), client.stage == Client.Stage.JOINING, in, from, lf);
        } catch (RefusedException e) {
            throw state.refused(client, e);
        }
    }

    private static void say(Client client, byte[] bytes) throws IOException {
        if (bytes.length > 0) {
            client.say(bytes);
            client.flush();
        }
    }

    /** Handles a frame of a client that is in, before the load's first line: others may talk on this server. */
    void onIdleFrame(Client client, byte[] in, int from, int lf) throws IOException, LoadException {
        switch (dialect.notice(in, from, lf)) {
            case COMPLAINT -> throw state.refused(client, RefusedException.saying(in, from, lf));
            case PING -> say(client, dialect.answer(in, from, lf));
            case SERVICE, UNKNOWN -> {}
        }
    }
}
