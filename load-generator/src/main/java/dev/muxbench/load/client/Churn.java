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
 * Those of one worker's clients that leave and come back: an open loop, as leaving and coming back is due at even distances,
 * whatever the server does. Who came first leaves first; if all are on their way it waits for the next one, and is late.
 *
 * <p>It closes in the usual way, so that the kernel decides between FIN and, if there was something left to read, RST.
 *
 * <p>Threads: its worker's.
 */
public final class Churn {
    /** Between them the worker reads, and the JDK's selector gives back the descriptors of those who have left. */
    private static final int MOST_AT_ONCE = 16;

    private final RunState state;
    private final Returns returns;
    private final Schedule schedule;
    private final LinkedHashSet<Client> present; // in the order of their coming

    /** @param clients ascending; nobody if all stay */
    public Churn(RunState state, Returns returns, List<Client> clients) {
        this.state = state;
        this.returns = returns;
        this.present = new LinkedHashSet<>(clients);
        this.schedule = schedule(state, clients);
    }

    /** Dealt out in turn to the workers that have such clients. */
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

    /** Nobody is to leave any more, or nobody is left who could. */
    public boolean isDone() {
        return schedule.nextDueNanos() == Long.MAX_VALUE || (present.isEmpty() && returns.underWay() == 0);
    }

    /** Lets those leave and come back for whom it is time. Returns when to ask again. */
    public long onTurn(long nowNanos) {
        long due = schedule.nextDueNanos();
        for (int i = 0; due <= nowNanos && i < MOST_AT_ONCE; i++) {
            var client = firstPresent();
            if (client == null) {
                return Long.MAX_VALUE; // whoever is back ends the wait
            }
            schedule.take();
            returns.leaveAndReturn(client, due);
            due = schedule.nextDueNanos();
        }
        return due;
    }

    /** Whose connection has broken is on its way by itself, and told to be back. */
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
