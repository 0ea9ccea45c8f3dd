package dev.muxbench.load.client;

import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.record.Recording;
import dev.muxbench.load.schedule.Patience;
import dev.muxbench.load.text.Lines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Connects one worker's clients, until they can receive: at the plan's rate, or with a bounded number on the way at a time, so that the
 * server's accept backlog is not what is measured.
 *
 * <p>Threads: its worker's.
 */
public final class Connector {
    private static final int MOST_PENDING = 256;

    private final RunState state;
    private final Entrance entrance;
    private final List<Integer> ids;
    private final List<Client> clients = new ArrayList<>();
    private final Histogram latency = Recording.newHistogram();
    private int ready;
    private long readyNanos; // when its last client was in
    private final Patience patience;

    public Connector(RunState state, Entrance entrance, List<Integer> ids) {
        this.state = state;
        this.entrance = entrance;
        this.ids = ids;
        this.patience = new Patience(state.patience, System.nanoTime());
    }

    public List<Client> clients() {
        return clients;
    }

    public boolean isDone() {
        return ready == ids.size();
    }

    /** Returns when the last client was in; called when the thread has ended. */
    public long readyNanos() {
        return readyNanos;
    }

    /** Returns how long each client took, from when it was due until it was in. */
    public Histogram latencyNanos() {
        return latency;
    }

    /** Opens the connections that are due. Returns when to ask again. */
    public long openDue() throws LoadException {
        long now = System.nanoTime();
        long due = nextDueNanos(now);
        while (due <= now) {
            open(ids.get(clients.size()), due);
            patience.renew(now);
            due = nextDueNanos(now);
        }
        requireProgress(now);
        return due;
    }

    /** Returns when the next client is due: at an even rate, whatever the server does; or at once, if few enough are on the way. */
    private long nextDueNanos(long nowNanos) {
        if (clients.size() == ids.size()) {
            return Long.MAX_VALUE;
        }
        double rate = state.plan.population().connectsPerSecond();
        if (rate > 0) {
            return state.connectNanos + (long) (ids.get(clients.size()) * 1e9 / rate);
        }
        return clients.size() - ready < MOST_PENDING ? nowNanos : Long.MAX_VALUE;
    }

    private void requireProgress(long nowNanos) throws LoadException {
        if (patience.isOver(nowNanos) && clients.size() > ready) {
            throw new LoadException(state.ready.get() + " of " + state.plan.clients() + " clients were greeted by "
                    + state.plan.targets() + ", then nothing for " + state.patience.toSeconds() + " s; is it "
                    + state.plan.speech().protocol().server() + "?");
        }
    }

    private void open(int id, long dueNanos) throws LoadException {
        var client = new Client(id, state.ledger.census.roomOf(id));
        client.joinDueNanos = dueNanos;
        try {
            entrance.open(client);
        } catch (IOException e) {
            throw refused(client, state.sources.taken(), e);
        }
        clients.add(client);
    }

    public void onConnected(Client client, @Nullable IOException failure) throws LoadException {
        if (failure != null) {
            throw refused(client, state.ready.get() + 1, failure);
        }
        patience.renew(System.nanoTime());
        try {
            entrance.onConnected(client);
        } catch (IOException e) {
            throw refused(client, state.ready.get() + 1, e);
        }
    }

    /** Handles a frame before the start of the run. */
    public void onFrame(Client client, byte[] in, int from, int lf) throws LoadException {
        try {
            if (client.stage == Client.Stage.READY) {
                entrance.onIdleFrame(client, in, from, lf);
                return;
            }
            patience.renew(System.nanoTime());
            client.lastWords = Arrays.copyOfRange(in, from, lf);
            if (entrance.onFrame(client, in, from, lf)) {
                ready++;
                readyNanos = System.nanoTime();
                record(client, readyNanos - client.joinDueNanos);
                state.ready.incrementAndGet();
            }
        } catch (IOException e) {
            throw refused(client, state.ready.get() + 1, e);
        }
    }

    private void record(Client client, long nanos) throws LoadException {
        if (nanos > Recording.HIGHEST_NANOS) {
            throw new LoadException("it took client " + (state.ready.get() + 1) + " of " + state.plan.clients()
                    + " over an hour to be greeted by " + state.targetOf(client));
        }
        latency.recordValue(nanos);
    }

    public LoadException lost(Client client, String how) {
        var words = client.lastWords;
        return new LoadException(state.targetOf(client) + " " + how + " before client " + (state.ready.get() + 1)
                + " of " + state.plan.clients() + " was ready"
                + (words.length == 0
                        ? ""
                        : ", after '" + Lines.quote(words, 0, words.length).strip() + "'")
                + "; is it " + state.plan.speech().protocol().server() + "?");
    }

    private LoadException refused(Client client, int number, IOException e) {
        return new LoadException("cannot connect client " + number + " of " + state.plan.clients() + " to "
                + state.targetOf(client) + ": " + entrance.reason(client, e));
    }
}
