package dev.muxbench.testkit;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.IoLoop;
import dev.muxbench.core.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The core without sockets: seeded clients over {@link SimulatedConnection}s, loops that run in any order, a clock of its own. What
 * every client has received is compared with what an observer in each room has seen: the naive model of one queue per client.
 *
 * <p>Threads: one. Everything follows from the seed.
 */
public final class Simulation {
    private static final int MOST_CLIENTS = 12;
    private static final String[] ROOMS = {"lobby", "red", "blue"};
    private static final long MOST_NANOS_PER_STEP = 3_000_000;
    private static final int ROUNDS_TO_QUIET = 20_000;

    private final long seed;
    private final Random random;
    private final ChatServer server;
    private final long emptyBytes;
    private final List<Loop> loops = new ArrayList<>();
    private final List<SimulatedConnection> observers = new ArrayList<>();
    private final List<SimulatedClient> clients = new ArrayList<>();
    private long nowNanos;

    /** A loop and when it must run. */
    private static final class Loop {
        final IoLoop core;
        final List<SimulatedConnection> connections = new ArrayList<>();
        boolean asleep;
        boolean woken;
        long wakeAtNanos;

        Loop(ChatServer server) {
            core = server.openLoop(() -> woken = true);
        }
    }

    public Simulation(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        var config = new ServerConfig(
                1000, 256, 10, 64 << 10, Duration.ofHours(1), 1 << 20, Duration.ofMillis(50 + random.nextInt(100)));
        this.server = new ChatServer(config, () -> nowNanos);
        this.emptyBytes = server.logBytesInUse();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            loops.add(new Loop(server));
        }
        for (var room : ROOMS) {
            var observer = connect(true);
            observer.give("/join " + room + "\n");
            observers.add(observer);
        }
        becomeQuiet();
    }

    /** Lives through so many steps, lets everything come to rest, and checks. Throws an AssertionError that names the seed. */
    public void run(int steps) {
        try {
            for (int i = 0; i < steps; i++) {
                step();
            }
            clients.forEach(client -> client.connection().stallFor(0));
            becomeQuiet();
            check();
            closeAll();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + e, e);
        }
    }

    private void step() {
        nowNanos += random.nextLong(MOST_NANOS_PER_STEP);
        int action = random.nextInt(100);
        if (action < 3 && clients.size() < MOST_CLIENTS) {
            clients.add(new SimulatedClient(clients.size(), connect(false)));
        } else if (action < 30 && !clients.isEmpty()) {
            clients.get(random.nextInt(clients.size())).saySomething(random, ROOMS);
        } else if (action < 34 && !clients.isEmpty()) {
            clients.get(random.nextInt(clients.size())).connection().stallFor(random.nextInt(200));
        } else if (action < 35 && random.nextInt(20) == 0 && !clients.isEmpty()) {
            clients.get(random.nextInt(clients.size())).leave(random);
        } else if (action == 36 && random.nextInt(10) == 0) {
            server.housekeep();
        } else {
            runLoop(loops.get(random.nextInt(loops.size())));
        }
    }

    private SimulatedConnection connect(boolean steady) {
        var loop = loops.get(random.nextInt(loops.size()));
        var connection = new SimulatedConnection(random, steady);
        loop.connections.add(connection);
        loop.woken = true; // its listening socket is ready
        connection.open(loop.core);
        return connection;
    }

    /** One turn, as a backend makes it; a loop that sleeps runs only when it was woken, its time has come or there are events. */
    private boolean runLoop(Loop loop) {
        boolean ready = loop.connections.stream().anyMatch(SimulatedConnection::isReady);
        if (loop.asleep && !loop.woken && !ready && nowNanos < loop.wakeAtNanos) {
            return false;
        }
        loop.woken = false;
        loop.core.awake();
        for (var connection : loop.connections) {
            connection.handleEvents();
        }
        loop.core.runTurn();
        loop.connections.removeIf(SimulatedConnection::finishClosing);
        loop.asleep = loop.core.prepareToSleep();
        long sleep = loop.core.sleepNanos();
        loop.wakeAtNanos = sleep == Long.MAX_VALUE ? Long.MAX_VALUE : nowNanos + sleep;
        return true;
    }

    private void becomeQuiet() {
        int quiet = 0;
        for (int i = 0; i < ROUNDS_TO_QUIET && quiet < 50; i++) {
            nowNanos += MOST_NANOS_PER_STEP;
            boolean any = false;
            for (var loop : loops) {
                any |= runLoop(loop);
            }
            quiet = any ? 0 : quiet + 1;
        }
        if (quiet < 50) {
            throw new AssertionError("the loops never came to rest: a busy spin");
        }
    }

    private void check() {
        var sequences = new HashMap<String, List<String>>();
        for (int i = 0; i < ROOMS.length; i++) {
            sequences.put(ROOMS[i], observers.get(i).linesAfter("Joined " + ROOMS[i]));
        }
        for (var client : clients) {
            client.checkReceived(sequences);
            client.checkHeard(sequences);
        }
    }

    private void closeAll() {
        observers.forEach(observer -> observer.endInput());
        clients.forEach(client -> client.connection().endInput());
        becomeQuiet();
        long closes = 0;
        var counters = server.counters();
        for (var reason : CloseReason.values()) {
            closes += counters.closed(reason);
        }
        require(server.clients() == 0, server.clients() + " clients are left");
        require(counters.accepted() == closes, counters.accepted() + " accepts, but " + closes + " closes");
        require(
                server.logBytesInUse() == emptyBytes,
                server.logBytesInUse() + " bytes of log are held by nobody, " + emptyBytes + " were at the begin");
        server.close();
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /** How much was going on, for a test that wants to know that something was. */
    public Map<String, Long> activity() {
        var counters = server.counters();
        return Map.of(
                "accepted", counters.accepted(), "relayed", counters.relayedLines(), "held", counters.heldInputs());
    }
}
