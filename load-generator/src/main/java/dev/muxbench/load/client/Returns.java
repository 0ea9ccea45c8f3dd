package dev.muxbench.load.client;

import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.record.Recording;
import dev.muxbench.load.verify.Completions;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one worker that are on their way back, because they have left and come again ({@link Churn}) or because their connection
 * broke.
 *
 * <p>What is on its way to a client that leaves is not expected to arrive. When it is back, which the server's answer proves, each
 * sender owes it every line from the next one on; of those that were begun before it may miss any number, but none after the
 * first that it gets. Of a sender's own lines that had not reached everybody when its connection broke, those that nobody receives are
 * not expected either, see {@link Completions#doubt}.
 *
 * <p>A client that does not get in tries again as often as the plan says. Its pause doubles each time, and a random half of it is left
 * out, so that not all come at once.
 *
 * <p>Threads: its worker's.
 */
public final class Returns {
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final RunState state;
    private final Entrance entrance;
    private final Recording recording;
    private final List<Client> clients;
    private final Consumer<Client> onBack;
    private final SplittableRandom random;
    private final PriorityQueue<Retry> retries = new PriorityQueue<>(Comparator.comparingLong(Retry::dueNanos));
    private int underWay;

    private record Retry(Client client, long dueNanos) {}

    /**
     * @param clients all clients of the worker
     * @param onBack  called with each client that is back
     */
    public Returns(
            RunState state, Entrance entrance, Recording recording, List<Client> clients, Consumer<Client> onBack) {
        this.state = state;
        this.entrance = entrance;
        this.recording = recording;
        this.clients = clients;
        this.onBack = onBack;
        this.random =
                new SplittableRandom(clients.isEmpty() ? 0 : clients.getFirst().id());
    }

    /** Returns the number of clients on their way. */
    int underWay() {
        return underWay;
    }

    /** Lets a client leave and come back at once. */
    void leaveAndReturn(Client client, long dueNanos) {
        leave(client);
        client.joinDueNanos = dueNanos;
        open(client);
    }

    /** Called when a connection has broken. Returns false if its client does not come back. */
    public boolean onBroken(Client client, long nowNanos) {
        if (state.plan.population().reconnects() == 0) {
            return false;
        }
        state.broken.incrementAndGet();
        leave(client);
        state.ledger.completions.doubt(client.id(), client.linesSent());
        client.brokenNanos = nowNanos;
        retryLater(client, nowNanos);
        return true;
    }

    private void leave(Client client) {
        for (int sender : state.ledger.census.sendersTo(client.id())) {
            if (state.ledger.census.hears(client.id(), sender)) {
                int from = client.receiver.firstAwaited(state.ledger.census.placeOf(sender));
                int to = state.ledger.audience.leave(sender);
                recording.expect(from - to);
                for (int number = from; number < to; number++) {
                    state.ledger.completions.forgive(sender, number);
                }
            }
        }
        client.leave();
        underWay++;
        state.joining.incrementAndGet();
    }

    private void retryLater(Client client, long nowNanos) {
        long pause = Math.min(LONGEST_PAUSE_NANOS, FIRST_PAUSE_NANOS << Math.min(client.tries, 10));
        client.tries++;
        client.moves += state.plan.targets().joined() ? 1 : 0; // the others are the same chat, and this one may be gone
        retries.add(new Retry(client, nowNanos + pause / 2 + random.nextLong(pause / 2)));
    }

    /** Lets clients try again that are due. Returns when to ask again. */
    public long onTurn(long nowNanos) {
        var first = retries.peek();
        while (first != null && first.dueNanos <= nowNanos) {
            retries.remove();
            open(first.client);
            first = retries.peek();
        }
        return first == null ? Long.MAX_VALUE : first.dueNanos;
    }

    private void open(Client client) {
        try {
            entrance.open(client);
        } catch (IOException e) {
            fail(client, "cannot connect to " + state.targetOf(client) + ": " + entrance.reason(client, e));
        }
    }

    public void onConnected(Client client, @Nullable IOException failure) {
        if (failure != null) {
            fail(client, "cannot connect to " + state.targetOf(client) + ": " + failure.getMessage());
            return;
        }
        try {
            entrance.onConnected(client);
        } catch (IOException e) {
            fail(client, state.targetOf(client) + " broke the connection: " + e.getMessage());
        }
    }

    /** Handles a frame before the client is in, which is no line of this load. */
    public void onFrame(Client client, byte[] in, int from, int lf, long nowNanos) {
        try {
            if (entrance.onFrame(client, in, from, lf)) {
                back(client, nowNanos);
            }
        } catch (IOException e) {
            fail(client, state.targetOf(client) + " broke the connection: " + e.getMessage());
        } catch (LoadException e) {
            fail(client, String.valueOf(e.getMessage()));
        }
    }

    private void back(Client client, long nowNanos) {
        for (int sender : state.ledger.census.sendersTo(client.id())) {
            if (state.ledger.census.hears(client.id(), sender)) {
                client.receiver.setFirstOwed(state.ledger.census.placeOf(sender), state.ledger.audience.enter(sender));
            }
        }
        if (client.brokenNanos == Client.NEVER) {
            recording.onJoined(client.joinDueNanos, nowNanos);
            state.joined.incrementAndGet();
        } else {
            recording.onReconnected(client.brokenNanos, nowNanos);
            if (client.id() < state.plan.senders()) {
                state.onSenderBack(client.id());
            }
            state.reconnected.incrementAndGet();
        }
        client.brokenNanos = Client.NEVER;
        client.tries = 0;
        underWay--;
        onBack.accept(client); // what it sends now is expected before it is settled
        state.joining.decrementAndGet();
    }

    /** Called when a client did not get in this time. */
    public void fail(Client client, String reason) {
        if (client.tries < state.plan.population().reconnects()) {
            client.reset();
            retryLater(client, System.nanoTime());
        } else {
            giveUp(client, reason);
        }
    }

    private void giveUp(Client client, String reason) {
        client.close();
        underWay--;
        state.failJoin(reason);
        state.joining.decrementAndGet();
    }

    /** Gives up on the clients that are still on their way. */
    public void end() {
        retries.clear();
        for (var client : clients) {
            if (client.isJoining()) {
                giveUp(client, state.targetOf(client) + " did not let a client in again");
            }
        }
    }
}
