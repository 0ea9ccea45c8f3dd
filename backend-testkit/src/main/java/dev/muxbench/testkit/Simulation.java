package dev.muxbench.testkit;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.config.ClientLimits;
import dev.muxbench.core.config.OverloadPolicy;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * The core without sockets: seeded clients over {@link SimulatedConnection}s, loops that run in any order, a clock of its own. What
 * every client has received is compared with a {@link SimulationModel}.
 *
 * <p>Threads: one. Everything follows from the seed.
 */
public final class Simulation {
    private static final long SCATTER = 0x9E3779B97F4A7C15L;
    private static final int VARIANTS = 4;
    private static final int RATES = 1;
    private static final int DISCONNECT = 2;
    private static final int MOST_CLIENTS = 12;
    private static final String[] ROOMS = {"lobby", "red", "blue"};
    private static final long MOST_NANOS_PER_STEP = 3_000_000;
    private static final long LONGEST_STALL_NANOS = 3_000_000_000L;
    private static final int ROUNDS_TO_QUIET = 20_000;
    private static final int QUIET_ROUNDS = 70; // longer than any timer of the core that is not known to sleepNanos()

    private final long seed;
    private final Random random;
    private final boolean evicts;
    private final ChatServer server;
    private final long emptyBytes;
    private final List<SimulatedLoop> loops = new ArrayList<>();
    private final List<SimulatedConnection> observers = new ArrayList<>();
    private final List<SimulatedClient> clients = new ArrayList<>();
    private long nowNanos;

    /** How much was going on, for a test that wants to know that something was. */
    public record Activity(long accepted, long relayed, long held, long refused, long evicted) {}

    public Simulation(long seed) {
        this.seed = seed;
        this.random = new Random(seed * SCATTER); // else the first draws of small seeds are all alike
        this.evicts = Math.floorMod(seed, VARIANTS) == 0;
        var config = new ServerConfig(
                1000,
                256,
                10,
                ServerConfig.MIN_HIGH_WATER_BYTES,
                evicts ? Duration.ofMillis(200 + random.nextInt(400)) : Duration.ofHours(1),
                random.nextBoolean() ? 1 << 20 : 160 << 10,
                Duration.ofMillis(50 + random.nextInt(100)));
        this.emptyBytes = bytesOfEmptyServer(config);
        this.server = new ChatServer(variant(config), () -> nowNanos);
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            loops.add(new SimulatedLoop(server, () -> nowNanos));
        }
    }

    /** Some servers limit their clients' rates, some close at once who is far behind. */
    private ServerConfig variant(ServerConfig config) {
        return switch (Math.floorMod(seed, VARIANTS)) {
            case RATES -> config.withClientLimits(new ClientLimits(0, 1000, 100_000, Duration.ZERO));
            case DISCONNECT -> config.withOverload(OverloadPolicy.DISCONNECT, ServerConfig.MIN_MAX_LAG_BYTES);
            default -> config;
        };
    }

    private static long bytesOfEmptyServer(ServerConfig config) {
        var empty = new ChatServer(config);
        long bytes = empty.logBytesInUse();
        empty.close();
        return bytes;
    }

    /** Lives through so many steps, lets everything come to rest, and checks. Throws an AssertionError that names the seed. */
    public void run(int steps) {
        try {
            openObservers();
            for (int i = 0; i < steps; i++) {
                step();
            }
            clients.forEach(client -> client.connection().stallFor(0));
            becomeQuiet();
            clients.forEach(SimulatedClient::sayLastWord);
            becomeQuiet();
            checkLines();
            closeAll();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ", " + steps + " steps: " + e, e);
        }
    }

    private void openObservers() {
        for (var room : ROOMS) {
            var observer = connect(true);
            observer.give(("/join " + room + "\n").getBytes(StandardCharsets.UTF_8));
            observers.add(observer);
        }
        observers.getFirst().give(("/nick " + SimulatedClient.TAKEN_NICK + "\n").getBytes(StandardCharsets.UTF_8));
        becomeQuiet();
    }

    private void step() {
        nowNanos += random.nextLong(MOST_NANOS_PER_STEP);
        int action = random.nextInt(100);
        if (action < 3 && presentClients() < MOST_CLIENTS) {
            addClient();
        } else if (action < 30 && !clients.isEmpty()) {
            anyClient().act(random, ROOMS);
        } else if (action == 30 && !clients.isEmpty()) {
            // Few for long: only a minority is ever evicted.
            anyClient().connection().stallFor(random.nextLong(LONGEST_STALL_NANOS >> (random.nextInt(3) == 0 ? 0 : 4)));
        } else if (action == 33 && random.nextInt(3) == 0 && !clients.isEmpty()) {
            anyClient().leave(random);
        } else if (action == 34 && random.nextInt(10) == 0) {
            server.housekeep();
        } else {
            loops.get(random.nextInt(loops.size())).runIfDue();
        }
    }

    private long presentClients() {
        return clients.stream().filter(client -> client.connection().isOpen()).count();
    }

    /** One of the newest. */
    private SimulatedClient anyClient() {
        int from = Math.max(0, clients.size() - 2 * MOST_CLIENTS);
        return clients.get(from + random.nextInt(clients.size() - from));
    }

    private void addClient() {
        var nick = "user:" + (observers.size() + clients.size() + 1);
        clients.add(new SimulatedClient(clients.size(), nick, connect(false)));
    }

    private SimulatedConnection connect(boolean steady) {
        var loop = loops.get(random.nextInt(loops.size()));
        var connection = new SimulatedConnection(
                random, () -> nowNanos, new SimulatedPeer(null, Integer.MAX_VALUE, steady, true));
        loop.accept(connection);
        return connection;
    }

    private void becomeQuiet() {
        int quiet = 0;
        for (int i = 0; i < ROUNDS_TO_QUIET && quiet < QUIET_ROUNDS; i++) {
            nowNanos += MOST_NANOS_PER_STEP;
            boolean any = false;
            for (var loop : loops) {
                any |= loop.runIfDue();
            }
            quiet = any ? 0 : quiet + 1;
        }
        require(quiet == QUIET_ROUNDS, "the loops never come to rest");
    }

    private void checkLines() {
        var sequences = new HashMap<String, List<String>>();
        for (int i = 0; i < ROOMS.length; i++) {
            require(observers.get(i).isOpen(), "an observer was closed, though it reads");
            var lines = observers.get(i).lines();
            sequences.put(ROOMS[i], lines.subList(lines.indexOf("Joined " + ROOMS[i]) + 1, lines.size() - 1));
        }
        for (var client : clients) {
            require(
                    evicts
                            || Math.floorMod(seed, VARIANTS) == DISCONNECT
                            || !client.connection().wasEvicted(),
                    "client " + client.id() + " was evicted");
        }
        new SimulationModel(sequences).check(clients);
    }

    private void closeAll() {
        boolean stops = random.nextBoolean();
        var open = new ArrayList<>(observers);
        clients.stream()
                .map(SimulatedClient::connection)
                .filter(SimulatedConnection::isOpen)
                .forEach(open::add);
        if (stops) {
            server.stop();
        } else {
            open.forEach(SimulatedConnection::endInput);
        }
        becomeQuiet();
        for (var connection : open) {
            var lines = connection.lines();
            require(!stops || lines.get(lines.size() - 2).equals("Server stopping"), "no word of the server's stop");
        }
        checkNothingIsLeft();
        server.close();
    }

    private void checkNothingIsLeft() {
        long closes = 0;
        var counters = server.counters();
        for (var reason : CloseReason.values()) {
            closes += counters.closed(reason);
        }
        long left = loops.stream().mapToLong(SimulatedLoop::connections).sum();
        require(left == 0, left + " connections are left");
        require(server.clients() == 0, server.clients() + " clients are left");
        require(counters.accepted() == closes, counters.accepted() + " accepts, but " + closes + " closes");
        require(
                server.logBytesInUse() == emptyBytes,
                server.logBytesInUse() + " bytes of log are in use, " + emptyBytes + " by an empty server");
    }

    static void require(boolean holds, String otherwise) {
        require(holds, () -> otherwise);
    }

    static void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise.get());
        }
    }

    public Activity activity() {
        var counters = server.counters();
        return new Activity(
                counters.accepted(),
                counters.relayedLines(),
                counters.heldInputs(),
                counters.refusedLines(),
                counters.closed(CloseReason.SLOW_CONSUMER));
    }
}
