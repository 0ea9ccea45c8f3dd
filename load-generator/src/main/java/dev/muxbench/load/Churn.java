package dev.muxbench.load;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Those of one worker's clients that leave and come back: an open loop, as leaving and coming back is due at even distances,
 * whatever the server does. Who came first leaves first; if all are on their way it waits for the next one, and is late.
 *
 * <p>What is on its way to a client that leaves is not expected to arrive. When it is back, which the server's answer proves, each
 * sender owes it every line from the next one on; of those that were begun before it may miss any number, but none after the
 * first that it gets.
 *
 * <p>It closes in the usual way, so that the kernel decides between FIN and, if there was something left to read, RST.
 *
 * <p>Threads: its worker's.
 */
final class Churn {
    /** Between them the worker reads, and the JDK's selector gives back the descriptors of those who have left. */
    private static final int MOST_AT_ONCE = 16;

    private final RunState state;
    private final Entrance entrance;
    private final Recording recording;
    private final Schedule schedule;
    private final List<Client> clients;
    private final ArrayDeque<Client> present; // in the order of their coming
    private int joining;

    /** @param clients ascending; nobody if all stay */
    Churn(RunState state, Entrance entrance, Recording recording, List<Client> clients) {
        this.state = state;
        this.entrance = entrance;
        this.recording = recording;
        this.clients = clients;
        this.present = new ArrayDeque<>(clients);
        this.schedule = schedule(state, clients);
    }

    /** Dealt out in turn to the workers that have such clients, who were dealt out in turn themselves. */
    private static Schedule schedule(RunState state, List<Client> clients) {
        var plan = state.plan;
        int[] own =
                clients.isEmpty() ? new int[0] : new int[] {clients.getFirst().id() - plan.senders()};
        int workers = Math.min(plan.threads(), plan.comersAndGoers());
        return new Schedule(own, workers, plan.population().joinsPerSecond(), state.startNanos, state.measureTo());
    }

    /** Nobody is to leave any more, or nobody is left who could. */
    boolean isDone() {
        return schedule.nextDueNanos() == Long.MAX_VALUE || (present.isEmpty() && joining == 0);
    }

    /** Lets those leave and come back for whom it is time. Returns when to ask again. */
    long onTurn(long nowNanos) {
        long due = schedule.nextDueNanos();
        for (int i = 0; due <= nowNanos && i < MOST_AT_ONCE; i++) {
            var client = firstPresent();
            if (client == null) {
                return Long.MAX_VALUE; // whoever is back ends the wait
            }
            schedule.take();
            leave(client);
            comeBack(client, due);
            due = schedule.nextDueNanos();
        }
        return due;
    }

    private @Nullable Client firstPresent() {
        var client = present.poll();
        while (client != null && client.stage == Client.Stage.CLOSED) {
            client = present.poll();
        }
        return client;
    }

    private void leave(Client client) {
        for (int sender = state.plan.roomOf(client.id()); sender < state.plan.senders(); sender += state.plan.rooms()) {
            int from = client.firstAwaited(sender);
            int to = state.audience.leave(sender);
            recording.expect(from - to);
            for (int number = from; number < to; number++) {
                state.completions.arrived(sender, number);
            }
        }
        client.leave();
    }

    private void comeBack(Client client, long dueNanos) {
        client.joinDueNanos = dueNanos;
        joining++;
        state.joining.incrementAndGet();
        try {
            entrance.open(client);
        } catch (IOException e) {
            fail(client, "cannot connect to " + state.target() + ": " + e.getMessage());
        }
    }

    void onConnected(Client client, @Nullable IOException failure) {
        if (failure == null) {
            client.stage = Client.Stage.GREETING;
        } else {
            fail(client, "cannot connect to " + state.target() + ": " + failure.getMessage());
        }
    }

    /** A line before the client is in, and none of ours. */
    void onLine(Client client, byte[] in, int from, int to, long nowNanos) {
        try {
            if (entrance.onLine(client, in, from, to)) {
                onBack(client, nowNanos);
            }
        } catch (IOException e) {
            fail(client, state.target() + " broke the connection: " + e.getMessage());
        } catch (LoadException e) {
            fail(client, String.valueOf(e.getMessage()));
        }
    }

    private void onBack(Client client, long nowNanos) {
        for (int sender = state.plan.roomOf(client.id()); sender < state.plan.senders(); sender += state.plan.rooms()) {
            client.setFirstOwed(sender, state.audience.enter(sender));
        }
        recording.onJoined(client.joinDueNanos, nowNanos);
        present.add(client);
        joining--;
        state.joined.incrementAndGet();
        state.joining.decrementAndGet();
    }

    void fail(Client client, String reason) {
        client.close();
        joining--;
        state.failJoin(reason);
        state.joining.decrementAndGet();
    }

    /** Those who are still on their way are given up on. */
    void end() {
        for (var client : clients) {
            if (client.isJoining()) {
                fail(client, state.target() + " did not let a client in again");
            }
        }
    }
}
