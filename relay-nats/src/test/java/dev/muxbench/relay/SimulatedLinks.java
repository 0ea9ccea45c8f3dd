package dev.muxbench.relay;

import dev.muxbench.core.relay.JoinedChat;
import dev.muxbench.core.relay.Relay;
import dev.muxbench.core.relay.Relay.Claim;
import dev.muxbench.testkit.ClusterSimulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Links between servers that are late, lose and double what they carry, and are down for a while; the registry alone is reliable. Threads:
 * the simulation's.
 */
final class SimulatedLinks implements ClusterSimulation.Links {
    private static final int MOST_CLIENTS = 1000;
    private static final int HIGH_WATER_BYTES = 64 << 10;

    /** One server. */
    private static final class Node {
        private ClusterRelay relay;
        private int read; // messages of the stream
        private final ArrayDeque<byte[]> signals = new ArrayDeque<>(); // on their way to it
        private final ArrayDeque<Runnable> claims = new ArrayDeque<>(); // that its worker has to do
    }

    private final Random random;
    private final SimulatedStream stream;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Integer> nicks = new HashMap<>();
    private boolean calm;

    SimulatedLinks(long seed) {
        random = new Random(seed ^ 0x5DEECE66DL);
        stream = new SimulatedStream(random);
    }

    @Override
    public Relay join(JoinedChat chat, LongSupplier clockNanos, Runnable whileFull) {
        int number = nodes.size();
        var node = new Node();
        nodes.add(node);
        var links = new ClusterRelay.Links(stream.forServer(), signal -> broadcast(number, signal), registry(number));
        Executor worker = node.claims::add;
        node.relay = new ClusterRelay(
                number + 1, chat, links, MOST_CLIENTS, HIGH_WATER_BYTES, clockNanos, List.of(worker), whileFull);
        try {
            node.relay.begin(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return node.relay;
    }

    private void broadcast(int from, byte[] signal) {
        for (int to = 0; to < nodes.size(); to++) {
            if (to != from && (calm || random.nextInt(20) > 0)) {
                nodes.get(to).signals.add(signal);
            }
        }
    }

    private Registry registry(int number) {
        return new Registry() {
            @Override
            public void renewLease(long position) {}

            @Override
            public void endLease() {}

            @Override
            public Claim claim(String nickKey) {
                return nicks.merge(nickKey, number, (before, claimed) -> before) == number
                        ? Claim.GRANTED
                        : Claim.TAKEN;
            }

            @Override
            public void release(String nickKey) {
                nicks.remove(nickKey, number);
            }

            @Override
            public long takeNumbers(int count) {
                return number * ClusterSimulation.NUMBERS_OF_A_SERVER + 1;
            }
        };
    }

    @Override
    public void step() {
        if (!calm && random.nextInt(500) == 0) {
            stream.setDown(random.nextInt(3) == 0);
            stream.setFull(random.nextInt(5) == 0);
        }
        var node = nodes.get(random.nextInt(nodes.size()));
        switch (random.nextInt(6)) {
            case 0 -> node.relay.sendStep();
            case 1 -> read(node);
            case 2 -> {
                node.relay.tick();
                node.relay.lookAfterLease();
            }
            case 3 -> {
                if (!node.signals.isEmpty()) {
                    node.relay.onSignal(node.signals.remove());
                }
            }
            case 4 -> {
                if (!node.claims.isEmpty()) {
                    node.claims.remove().run();
                }
            }
            default -> stream.step();
        }
    }

    private void read(Node node) {
        for (int n = random.nextInt(4); n > 0 && node.read < stream.entries().size(); n--) {
            var entry = stream.entries().get(node.read++);
            node.relay.onMessage(node.read, entry.roomKey, entry.message);
        }
    }

    @Override
    public void calm() {
        calm = true;
        stream.setDown(false);
        stream.setFull(false);
    }

    @Override
    public boolean isQuiet() {
        return stream.isIdle()
                && nodes.stream()
                        .allMatch(node -> node.relay.isSent()
                                && node.read == stream.entries().size()
                                && node.claims.isEmpty());
    }

    long lostLines() {
        return nodes.stream()
                .mapToLong(node -> node.relay.counters().lostLines())
                .sum();
    }

    long repeatedBatches() {
        return nodes.stream()
                .mapToLong(node -> node.relay.counters().repeatedBatches())
                .sum();
    }

    long doubledBatches() {
        return nodes.stream()
                .mapToLong(node -> node.relay.counters().doubledBatches())
                .sum();
    }
}
