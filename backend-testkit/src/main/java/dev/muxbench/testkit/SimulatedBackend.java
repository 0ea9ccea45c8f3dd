package dev.muxbench.testkit;

import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.Server;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;

/** Loops over simulated connections, run by who has time. Threads: the simulation's. */
final class SimulatedBackend implements Backend {
    private final InetSocketAddress address;
    private final Random random;
    private final LongSupplier clockNanos;
    private final List<SimulatedLoop> loops = new ArrayList<>();
    private boolean accepting = true;
    private int accepted;

    SimulatedBackend(Server server, InetSocketAddress address, int ioThreads, Random random, LongSupplier clockNanos) {
        this.address = address;
        this.random = random;
        this.clockNanos = clockNanos;
        for (int i = 0; i < ioThreads; i++) {
            loops.add(new SimulatedLoop(server, clockNanos));
        }
    }

    boolean isAccepting() {
        return accepting;
    }

    SimulatedConnection accept(SimulatedPeer peer) {
        var connection = new SimulatedConnection(random, clockNanos, peer);
        loops.get(accepted++ % loops.size()).accept(connection);
        return connection;
    }

    /** Returns how many loops made a turn. */
    int runLoops() {
        int turns = 0;
        for (var loop : loops) {
            turns += loop.runIfDue() ? 1 : 0;
        }
        return turns;
    }

    /** When a loop is due though nothing happens; Long.MAX_VALUE for never. */
    long dueNanos() {
        return loops.stream().mapToLong(SimulatedLoop::dueNanos).min().orElse(Long.MAX_VALUE);
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public String threads() {
        return loops.size() + " simulated loops";
    }

    @Override
    public Map<String, Long> bufferBytes() {
        return Map.of();
    }

    @Override
    public void stopAccepting() {
        accepting = false;
    }

    @Override
    public void close() {
        stopAccepting();
        loops.forEach(SimulatedLoop::close);
        loops.clear();
    }
}
