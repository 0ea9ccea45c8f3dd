package dev.muxbench.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outboxes and readers of several servers around a stream that loses, doubles and reorders. */
class RelayedLinesTest {
    private static final int STEPS = 3000;
    private static final String[] ROOMS = {"lobby", "red", "blue"};
    private static final long STEP_NANOS = 3_000_000;

    private final Map<Long, Map<String, List<String>>> said = new HashMap<>();
    private long nowNanos;

    /** One server. */
    private final class Node {
        private final long incarnation;
        private final FakeChat chat = new FakeChat();
        private final RelayCounters counters = new RelayCounters();
        private final Outbox outbox;
        private final Incoming incoming;
        private final int began; // reading, in the stream
        private final Map<Long, Map<String, Integer>> saidBefore = new HashMap<>();
        private int read;
        private int lines;

        Node(long incarnation, SimulatedStream stream) {
            this.incarnation = incarnation;
            outbox = new Outbox(
                    stream.forServer(),
                    new RoomQueues(new Holds(chat), 1 << 16, 1 << 20, nowNanos),
                    new SendWindow(incarnation, counters),
                    () -> nowNanos);
            incoming =
                    new Incoming(incarnation, chat, counters, new OverRooms(incarnation, chat, signal -> {}), () -> {});
            began = stream.entries().size();
            read = began;
            incoming.beginAt(began);
            said.put(incarnation, new HashMap<>());
            said.forEach((server, rooms) -> rooms.forEach((room, all) ->
                    saidBefore.computeIfAbsent(server, key -> new HashMap<>()).put(room, all.size())));
        }

        void speak(Random random) {
            var room = ROOMS[random.nextInt(ROOMS.length)];
            var text = new StringBuilder();
            int count = 1 + random.nextInt(random.nextInt(20) == 0 ? 2000 : 5);
            for (int i = 0; i < count; i++) {
                var line = incarnation + "> " + lines++ + "é".repeat(random.nextInt(3));
                said.get(incarnation)
                        .computeIfAbsent(room, key -> new ArrayList<>())
                        .add(line);
                text.append(line).append('\n');
            }
            var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            outbox.publish(room, bytes, bytes.length, count);
        }

        void read(SimulatedStream stream, int most) {
            for (int n = 0; n < most && read < stream.entries().size(); n++) {
                var entry = stream.entries().get(read++);
                incoming.accept(read, entry.roomKey, entry.message);
            }
        }

        /** What another server has said was heard once and in its order, and all of it since this one is there. */
        void check(long other) {
            for (var room : ROOMS) {
                var all = said.get(other).getOrDefault(room, List.of());
                int before = saidBefore.getOrDefault(other, Map.of()).getOrDefault(room, 0);
                var heard = chat.said(room).stream()
                        .filter(line -> line.startsWith(other + "> "))
                        .collect(Collectors.toList());
                var since = all.subList(before, all.size());
                var places = heard.stream().map(all::indexOf).toList();
                assertThat(places)
                        .as(incarnation + " of " + other + " in " + room)
                        .isSorted()
                        .doesNotHaveDuplicates();
                assertThat(heard.subList(heard.size() - since.size(), heard.size()))
                        .isEqualTo(since);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void everyServerHearsWhatTheOthersSayOnceAndInOrder(long seed) {
        var random = new Random(seed * 0x9E3779B97F4A7C15L);
        var stream = new SimulatedStream(random);
        var nodes = new ArrayList<Node>();
        for (int i = 0; i < STEPS; i++) {
            nowNanos += STEP_NANOS;
            if (nodes.size() < 3 && (nodes.isEmpty() || random.nextInt(STEPS / 4) == 0)) {
                nodes.add(new Node(nodes.size() + 1, stream));
            }
            if (random.nextInt(300) == 0) {
                stream.setDown(random.nextInt(3) == 0);
                stream.setFull(random.nextInt(3) == 0);
            }
            act(nodes.get(random.nextInt(nodes.size())), stream, random);
        }
        stream.setDown(false);
        stream.setFull(false);
        for (int i = 0; i < 20 * STEPS; i++) {
            nowNanos += STEP_NANOS;
            nodes.forEach(node -> {
                node.outbox.step();
                node.read(stream, 10);
            });
            stream.step();
        }
        for (var node : nodes) {
            assertThat(node.outbox.isEmpty()).isTrue();
            assertThat(node.outbox.waitingBytes()).isZero();
            assertThat(node.counters.lostLines()).isZero();
            assertThat(node.chat.closedAll).isZero();
            nodes.stream().filter(other -> other != node).forEach(other -> node.check(other.incarnation));
        }
    }

    private static void act(Node node, SimulatedStream stream, Random random) {
        switch (random.nextInt(5)) {
            case 0 -> node.speak(random);
            case 1 -> node.outbox.step();
            case 2 -> node.read(stream, 3);
            default -> stream.step();
        }
    }
}
