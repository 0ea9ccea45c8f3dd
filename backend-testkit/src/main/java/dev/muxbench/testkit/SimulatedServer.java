package dev.muxbench.testkit;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * A chat over simulated connections, with an observer in each room, who is there from the first line to the last. Threads: the
 * simulation's.
 */
final class SimulatedServer {
    static final String[] ROOMS = {"lobby", "red", "blue"};
    private static final int MOST_LOOPS = 3;

    private final Random random;
    private final LongSupplier clockNanos;
    private final ChatServer chat;
    private final long emptyBytes;
    private final List<SimulatedLoop> loops = new ArrayList<>();
    private final List<SimulatedConnection> observers = new ArrayList<>();

    SimulatedServer(ServerConfig config, Random random, LongSupplier clockNanos) {
        this.random = random;
        this.clockNanos = clockNanos;
        this.emptyBytes = bytesOfEmptyServer(config);
        this.chat = new ChatServer(config, clockNanos);
    }

    private static long bytesOfEmptyServer(ServerConfig config) {
        var empty = new ChatServer(config);
        long bytes = empty.logBytesInUse();
        empty.close();
        return bytes;
    }

    ChatServer chat() {
        return chat;
    }

    void openLoops() {
        int count = 1 + random.nextInt(MOST_LOOPS);
        for (int i = 0; i < count; i++) {
            loops.add(new SimulatedLoop(chat, clockNanos));
        }
    }

    SimulatedConnection connect(boolean steady) {
        var loop = loops.get(random.nextInt(loops.size()));
        var connection =
                new SimulatedConnection(random, clockNanos, new SimulatedPeer(null, Integer.MAX_VALUE, steady, true));
        loop.accept(connection);
        return connection;
    }

    void openObservers() {
        for (var room : ROOMS) {
            var observer = connect(true);
            observer.give(("/join " + room + "\n").getBytes(StandardCharsets.UTF_8));
            observers.add(observer);
        }
    }

    SimulatedConnection firstObserver() {
        return observers.getFirst();
    }

    List<SimulatedConnection> observers() {
        return observers;
    }

    void runAnyLoop() {
        loops.get(random.nextInt(loops.size())).runIfDue();
    }

    /** Returns whether any of them had to run. */
    boolean runLoops() {
        boolean any = false;
        for (var loop : loops) {
            any |= loop.runIfDue();
        }
        return any;
    }

    /** What was said in each room, as its observer has seen it. */
    Map<String, List<String>> sequences() {
        var sequences = new HashMap<String, List<String>>();
        for (int i = 0; i < ROOMS.length; i++) {
            Simulation.require(observers.get(i).isOpen(), "an observer was closed, though it reads");
            var lines = observers.get(i).lines();
            sequences.put(ROOMS[i], lines.subList(lines.indexOf("Joined " + ROOMS[i]) + 1, lines.size() - 1));
        }
        return sequences;
    }

    void checkNothingIsLeft() {
        long closes = 0;
        var counters = chat.counters();
        for (var reason : CloseReason.values()) {
            closes += counters.closed(reason);
        }
        long left = loops.stream().mapToLong(SimulatedLoop::connections).sum();
        Simulation.require(left == 0, left + " connections are left");
        Simulation.require(chat.clients() == 0, chat.clients() + " clients are left");
        Simulation.require(counters.accepted() == closes, counters.accepted() + " accepts, but " + closes + " closes");
        Simulation.require(
                chat.logBytesInUse() == emptyBytes,
                chat.logBytesInUse() + " bytes of log are in use, " + emptyBytes + " by an empty server");
    }
}
