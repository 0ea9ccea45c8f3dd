package dev.muxbench.testkit;

import dev.muxbench.core.config.ClientLimits;
import dev.muxbench.core.config.OverloadPolicy;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
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
    static final long SCATTER = 0x9E3779B97F4A7C15L;
    private static final int VARIANTS = 4;
    private static final int RATES = 1;
    private static final int DISCONNECT = 2;
    private static final int MOST_CLIENTS = 12;
    static final long MOST_NANOS_PER_STEP = 3_000_000;
    static final long LONGEST_STALL_NANOS = 3_000_000_000L;
    static final int ROUNDS_TO_QUIET = 20_000;
    static final int QUIET_ROUNDS = 70; // longer than any timer of the core that is not known to sleepNanos()

    private final long seed;
    private final Random random;
    private final boolean evicts;
    private final SimulatedServer server;
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
        this.server = new SimulatedServer(variant(config), random, () -> nowNanos);
        server.openLoops();
    }

    /** Some servers limit their clients' rates, some close at once who is far behind. */
    private ServerConfig variant(ServerConfig config) {
        return switch (Math.floorMod(seed, VARIANTS)) {
            case RATES -> config.withClientLimits(new ClientLimits(0, 1000, 100_000, Duration.ZERO));
            case DISCONNECT -> config.withOverload(OverloadPolicy.DISCONNECT, ServerConfig.MIN_MAX_LAG_BYTES);
            default -> config;
        };
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
        server.openObservers();
        server.firstObserver().give(("/nick " + SimulatedClient.TAKEN_NICK + "\n").getBytes(StandardCharsets.UTF_8));
        becomeQuiet();
    }

    private void step() {
        nowNanos += random.nextLong(MOST_NANOS_PER_STEP);
        int action = random.nextInt(100);
        if (action < 3 && presentClients() < MOST_CLIENTS) {
            addClient();
        } else if (action < 30 && !clients.isEmpty()) {
            anyClient().act(random, SimulatedServer.ROOMS);
        } else if (action == 30 && !clients.isEmpty()) {
            // Few for long: only a minority is ever evicted.
            anyClient().connection().stallFor(random.nextLong(LONGEST_STALL_NANOS >> (random.nextInt(3) == 0 ? 0 : 4)));
        } else if (action == 33 && random.nextInt(3) == 0 && !clients.isEmpty()) {
            anyClient().leave(random);
        } else if (action == 34 && random.nextInt(10) == 0) {
            server.chat().housekeep();
        } else {
            server.runAnyLoop();
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
        var nick = "user:" + (SimulatedServer.ROOMS.length + clients.size() + 1);
        clients.add(new SimulatedClient(clients.size(), nick, server.connect(false)));
    }

    private void becomeQuiet() {
        int quiet = 0;
        for (int i = 0; i < ROUNDS_TO_QUIET && quiet < QUIET_ROUNDS; i++) {
            nowNanos += MOST_NANOS_PER_STEP;
            quiet = server.runLoops() ? 0 : quiet + 1;
        }
        require(quiet == QUIET_ROUNDS, "the loops never come to rest");
    }

    private void checkLines() {
        for (var client : clients) {
            require(
                    evicts
                            || Math.floorMod(seed, VARIANTS) == DISCONNECT
                            || !client.connection().wasEvicted(),
                    "client " + client.id() + " was evicted");
        }
        new SimulationModel(server.sequences()).check(clients, clients);
    }

    private void closeAll() {
        boolean stops = random.nextBoolean();
        var open = new ArrayList<>(server.observers());
        clients.stream()
                .map(SimulatedClient::connection)
                .filter(SimulatedConnection::isOpen)
                .forEach(open::add);
        if (stops) {
            server.chat().stop();
        } else {
            open.forEach(SimulatedConnection::endInput);
        }
        becomeQuiet();
        for (var connection : open) {
            var lines = connection.lines();
            require(!stops || lines.get(lines.size() - 2).equals("Server stopping"), "no word of the server's stop");
        }
        server.checkNothingIsLeft();
        server.chat().close();
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
        var counters = server.chat().counters();
        return new Activity(
                counters.accepted(),
                counters.relayedLines(),
                counters.heldInputs(),
                counters.refusedLines(),
                counters.closed(CloseReason.SLOW_CONSUMER));
    }
}
