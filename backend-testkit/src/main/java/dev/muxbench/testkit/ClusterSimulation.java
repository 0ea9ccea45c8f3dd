package dev.muxbench.testkit;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.relay.JoinedChat;
import dev.muxbench.core.relay.Relay;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * Several cores without sockets that are one chat: as {@link Simulation}, with relays between them that are late, repeat themselves and
 * are cut off. On each server what every client has received is compared with a {@link SimulationModel} of what all clients have said.
 *
 * <p>Threads: one. Everything follows from the seed.
 */
public final class ClusterSimulation {
    /** The numbers of a server's newcomers begin at 1 above its own number times this. */
    public static final long NUMBERS_OF_A_SERVER = 1_000_000;

    private static final int MOST_CLIENTS = 12;

    /** What joins the servers. */
    public interface Links {
        /**
         * The relay of one more server.
         *
         * @param whileFull lets that server work for a moment, because one of its rooms must not take more now
         */
        Relay join(JoinedChat chat, LongSupplier clockNanos, Runnable whileFull);

        /** Something happens on the way between them, or is cut off. */
        void step();

        /** From now on everything arrives. */
        void calm();

        /** All of it has. */
        boolean isQuiet();
    }

    private final long seed;
    private final Random random;
    private final Links links;
    private final List<SimulatedServer> servers = new ArrayList<>();
    private final List<List<SimulatedClient>> clients = new ArrayList<>(); // of each server
    private final List<SimulatedClient> allClients = new ArrayList<>();
    private long nowNanos;

    /** @param links made from the same seed */
    public ClusterSimulation(long seed, int count, Links links) {
        this.seed = seed;
        this.random = new Random(seed * Simulation.SCATTER);
        this.links = links;
        var config = new ServerConfig(
                1000,
                256,
                10,
                ServerConfig.MIN_HIGH_WATER_BYTES,
                Duration.ofHours(1),
                1 << 20,
                Duration.ofMillis(50 + random.nextInt(100)));
        for (int i = 0; i < count; i++) {
            var server = new SimulatedServer(config, random, () -> nowNanos);
            server.chat().join(chat -> links.join(chat, () -> nowNanos, () -> work(server)));
            server.openLoops();
            servers.add(server);
            clients.add(new ArrayList<>());
        }
    }

    /** Lives through so many steps, lets everything come to rest, and checks. Throws an AssertionError that names the seed. */
    public void run(int steps) {
        try {
            servers.forEach(SimulatedServer::openObservers);
            servers.getFirst()
                    .firstObserver()
                    .give(("/nick " + SimulatedClient.TAKEN_NICK + "\n").getBytes(StandardCharsets.UTF_8));
            becomeQuiet();
            for (int i = 0; i < steps; i++) {
                step();
            }
            links.calm();
            allClients.forEach(client -> client.connection().stallFor(0));
            becomeQuiet();
            allClients.forEach(SimulatedClient::sayLastWord);
            becomeQuiet();
            check();
            closeAll();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ", " + steps + " steps: " + e, e);
        }
    }

    private void step() {
        nowNanos += random.nextLong(Simulation.MOST_NANOS_PER_STEP);
        int action = random.nextInt(100);
        if (action < 3 && presentClients() < MOST_CLIENTS) {
            addClient();
        } else if (action < 25 && !allClients.isEmpty()) {
            anyClient().act(random, SimulatedServer.ROOMS);
        } else if (action == 25 && !allClients.isEmpty()) {
            anyClient().connection().stallFor(random.nextLong(Simulation.LONGEST_STALL_NANOS >> 2));
        } else if (action == 26 && random.nextInt(3) == 0 && !allClients.isEmpty()) {
            anyClient().leave(random);
        } else if (action < 60) {
            links.step();
        } else {
            servers.get(random.nextInt(servers.size())).runAnyLoop();
        }
    }

    private void work(SimulatedServer server) {
        nowNanos += random.nextLong(Simulation.MOST_NANOS_PER_STEP);
        var _ = server.runLoops();
    }

    private long presentClients() {
        return allClients.stream()
                .filter(client -> client.connection().isOpen())
                .count();
    }

    /** One of the newest. */
    private SimulatedClient anyClient() {
        int from = Math.max(0, allClients.size() - 2 * MOST_CLIENTS);
        return allClients.get(from + random.nextInt(allClients.size() - from));
    }

    private void addClient() {
        int on = random.nextInt(servers.size());
        long number = on * NUMBERS_OF_A_SERVER
                + SimulatedServer.ROOMS.length
                + clients.get(on).size()
                + 1;
        var connection = servers.get(on).connect(false);
        var client = new SimulatedClient(allClients.size(), "user:" + number, connection);
        clients.get(on).add(client);
        allClients.add(client);
    }

    private void becomeQuiet() {
        int quiet = 0;
        for (int i = 0; i < Simulation.ROUNDS_TO_QUIET && quiet < Simulation.QUIET_ROUNDS; i++) {
            nowNanos += Simulation.MOST_NANOS_PER_STEP;
            boolean any = false;
            for (var server : servers) {
                any |= server.runLoops();
            }
            for (int step = 0; step < 10; step++) {
                links.step();
            }
            quiet = any || !links.isQuiet() ? 0 : quiet + 1;
        }
        Simulation.require(quiet == Simulation.QUIET_ROUNDS, "the servers never come to rest");
    }

    private void check() {
        for (int i = 0; i < servers.size(); i++) {
            try {
                new SimulationModel(servers.get(i).sequences()).check(allClients, clients.get(i));
            } catch (AssertionError e) {
                throw new AssertionError("server " + i + ": " + e.getMessage(), e);
            }
        }
    }

    private void closeAll() {
        servers.forEach(server -> server.observers().forEach(SimulatedConnection::endInput));
        allClients.stream()
                .map(SimulatedClient::connection)
                .filter(SimulatedConnection::isOpen)
                .forEach(SimulatedConnection::endInput);
        becomeQuiet();
        for (var server : servers) {
            server.checkNothingIsLeft();
            server.chat().close();
        }
    }

    /** Lines that clients have said, once for each server. */
    public long relayedLines() {
        return servers.stream()
                .mapToLong(server -> server.chat().counters().relayedLines())
                .sum();
    }

    /** Times that a client's input had to wait. */
    public long heldInputs() {
        return servers.stream()
                .mapToLong(server -> server.chat().counters().heldInputs())
                .sum();
    }
}
