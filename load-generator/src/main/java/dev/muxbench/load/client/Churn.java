package dev.muxbench.load.client;

import dev.muxbench.load.schedule.EvenSchedule;
import dev.muxbench.load.schedule.Schedule;
import dev.muxbench.load.schedule.Timetable;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Lets clients of one worker leave and come back, in an open loop: each departure is due at even distances, whatever the server does. The
 * client that came first leaves first. If all are on their way back, the next departure waits, and is late.
 *
 * <p>Connections are closed in the usual way, so the kernel sends FIN, or RST if there was something left to read.
 *
 * <p>Threads: its worker's.
 */
public final class Churn {
    /** Departures between two reads of the worker, in which the JDK's selector also frees the descriptors of closed connections. */
    private static final int MOST_AT_ONCE = 16;

    private final RunState state;
    private final Returns returns;
    private final Schedule schedule;
    private final LinkedHashSet<Client> present; // in order of arrival

    /** @param clients ascending; empty if all stay */
    public Churn(RunState state, Returns returns, List<Client> clients) {
        this.state = state;
        this.returns = returns;
        this.present = new LinkedHashSet<>(clients);
        this.schedule = schedule(state, clients);
    }

    /** Returns this worker's schedule. Departures are dealt out in turn to the workers that have such clients. */
    private static Schedule schedule(RunState state, List<Client> clients) {
        int threads = state.plan.threads();
        int[] workers = IntStream.range(0, state.plan.clients())
                .filter(state.ledger.census::comesAndGoes)
                .map(id -> id % threads)
                .distinct()
                .sorted()
                .toArray();
        int[] own = clients.isEmpty()
                ? new int[0]
                : new int[] {Arrays.binarySearch(workers, clients.getFirst().id() % threads)};
        var timetable = Timetable.constant(state.plan.population().joinsPerSecond());
        return new EvenSchedule(own, Math.max(1, workers.length), timetable, state.startNanos, state.measureTo());
    }

    /** True when no departure is due any more, or no client is left. */
    public boolean isDone() {
        return schedule.nextDueNanos() == Long.MAX_VALUE || (present.isEmpty() && returns.underWay() == 0);
    }

    /** Lets clients leave and come back that are due. Returns when to ask again. */
    public long onTurn(long nowNanos) {
        long due = schedule.nextDueNanos();
        for (int i = 0; due <= nowNanos && i < MOST_AT_ONCE; i++) {
            var client = firstPresent();
            if (client == null) {
                return Long.MAX_VALUE; // a client that is back ends the wait
            }
            schedule.take();
            returns.leaveAndReturn(client, due);
            due = schedule.nextDueNanos();
        }
        return due;
    }

    /** Returns the client that came first, without clients whose connection has broken, because these come back by themselves. */
    private @Nullable Client firstPresent() {
        while (!present.isEmpty()) {
            var client = present.removeFirst();
            if (client.stage == Client.Stage.READY) {
                return client;
            }
        }
        return null;
    }

    public void onBack(Client client) {
        if (state.ledger.census.comesAndGoes(client.id())) {
            present.add(client);
        }
    }
}
