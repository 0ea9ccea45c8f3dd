package dev.muxbench.testkit;

import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Loop;
import dev.muxbench.core.spi.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** A loop over simulated connections, and when it must run. Threads: the simulation's. */
final class SimulatedLoop {
    private final LongSupplier clockNanos;
    private final Loop core;
    private final List<SimulatedConnection> connections = new ArrayList<>();
    private boolean asleep;
    private boolean woken;
    private long wakeAtNanos; // Long.MAX_VALUE if only an event ends its sleep

    SimulatedLoop(Server server, LongSupplier clockNanos) {
        this.clockNanos = clockNanos;
        this.core = server.openLoop(() -> woken = true);
    }

    void accept(SimulatedConnection connection) {
        core.awake(); // its listening socket is ready
        asleep = false;
        connections.add(connection);
        connection.open(core);
    }

    int connections() {
        return connections.size();
    }

    /** When it must run though nothing happens; Long.MAX_VALUE for never. */
    long dueNanos() {
        return asleep ? wakeAtNanos : clockNanos.getAsLong();
    }

    /** One turn, as a backend makes it; a loop that sleeps runs only when it was woken, its time has come or there are events. */
    boolean runIfDue() {
        boolean ready = connections.stream().anyMatch(SimulatedConnection::isReady);
        if (!woken && !ready && clockNanos.getAsLong() < dueNanos()) {
            return false;
        }
        woken = false;
        core.awake();
        connections.forEach(SimulatedConnection::handleEvents);
        core.runTurn();
        connections.removeIf(SimulatedConnection::finishClosing);
        asleep = core.prepareToSleep();
        long sleep = core.sleepNanos();
        wakeAtNanos = sleep == Long.MAX_VALUE ? Long.MAX_VALUE : clockNanos.getAsLong() + sleep;
        return true;
    }

    /** Closes what is left, and makes no more turns. */
    void close() {
        connections.forEach(connection -> connection.close(CloseReason.SERVER_STOPPING));
        connections.removeIf(SimulatedConnection::finishClosing);
        core.close();
    }
}
