package dev.muxbench.load;

import dev.muxbench.load.client.Client;
import dev.muxbench.load.client.RunState;
import dev.muxbench.load.plan.Arrivals;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures how far one worker's receivers are behind the lines of a closed loop. The window counts all receivers on average, so a server
 * that serves some of them first keeps the window open, and makes a figure that it would not make for all.
 *
 * <p>Threads: its worker's.
 */
final class Lags {
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int MOST_WINDOWS = 2;

    private final RunState state;
    private final List<Client> clients;
    private final int window; // 0 in an open loop
    private final BitSet behind = new BitSet(); // clients that were more than two windows behind
    private double mostWindows;
    private long nextNanos;

    Lags(RunState state, List<Client> clients) {
        this.state = state;
        this.clients = clients.stream()
                .filter(client -> !client.receiver.isUnruly() && !state.ledger.census.comesAndGoes(client.id()))
                .toList();
        this.window = state.plan.arrivals() instanceof Arrivals.ClosedWindow(var lines) ? lines : 0;
        this.nextNanos = state.measureFrom();
    }

    /** Looks at the receivers now and then in the measured time. */
    void onTurn(long nowNanos) {
        if (window == 0 || nowNanos < nextNanos || nowNanos >= state.measureTo()) {
            return;
        }
        nextNanos = nowNanos + PERIOD_NANOS;
        var ledger = state.ledger;
        double frame = Math.max(1, ledger.counted.frameBytes());
        Map<Integer, Long> lines = new HashMap<>(); // by room
        Map<Integer, Long> bytes = new HashMap<>();
        for (var client : clients) {
            int id = client.id();
            double missing = client.isCounted()
                    ? (bytes.computeIfAbsent(client.room(), room -> ledger.counted.bytesTo(id)) - client.countedBytes())
                            / frame
                    : lines.computeIfAbsent(client.room(), room -> ledger.linesInRoomOf(id))
                            - ledger.linesNotOwedTo(id)
                            - client.receiver.received();
            double windows = missing / window;
            mostWindows = Math.max(mostWindows, windows);
            if (windows > MOST_WINDOWS) {
                behind.set(client.id());
            }
        }
    }

    /** Returns the number of receivers that were more than two windows behind at some time. */
    int behind() {
        return behind.cardinality();
    }

    /** Returns the most windows that a receiver was behind. */
    double mostWindows() {
        return mostWindows;
    }
}
