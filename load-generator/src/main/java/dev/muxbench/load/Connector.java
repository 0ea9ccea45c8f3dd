package dev.muxbench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings one worker's clients to the point at which they can receive. A bounded number is on the way at a time, so that the
 * server's backlog is not what is measured.
 *
 * <p>Threads: its worker's.
 */
final class Connector {
    private static final int MOST_PENDING = 256;

    private final RunState state;
    private final Entrance entrance;
    private final List<Integer> ids;
    private final List<Client> clients = new ArrayList<>();
    private int ready;
    private long lastProgress = System.nanoTime();

    Connector(RunState state, Entrance entrance, List<Integer> ids) {
        this.state = state;
        this.entrance = entrance;
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
                    + state.target() + ", then nothing for " + state.patience.toSeconds() + " s; is it a chat server?");
        }
    }

    private void open(int id) throws LoadException {
        var client = new Client(id, state.plan.senders());
        try {
            entrance.open(client);
        } catch (IOException e) {
            throw refused(e);
        }
        clients.add(client);
    }

    void onConnected(Client client, @Nullable IOException failure) throws LoadException {
        if (failure != null) {
            throw refused(failure);
        }
        client.stage = Client.Stage.GREETING;
        lastProgress = System.nanoTime();
    }

    /** A line before the client is in. */
    void onLine(Client client, byte[] in, int from, int to) throws LoadException {
        lastProgress = System.nanoTime();
        try {
            if (entrance.onLine(client, in, from, to)) {
                ready++;
                state.ready.incrementAndGet();
            }
        } catch (IOException e) {
            throw refused(e);
        }
    }

    LoadException lost(String how) {
        return new LoadException(state.target() + " " + how + " before client " + (state.ready.get() + 1) + " of "
                + state.plan.clients() + " was ready; is it a chat server?");
    }

    private LoadException refused(IOException e) {
        return new LoadException("cannot connect client " + (state.ready.get() + 1) + " of " + state.plan.clients()
                + " to " + state.target() + ": " + e.getMessage());
    }
}
