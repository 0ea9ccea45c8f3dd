package dev.muxbench.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Somebody who talks, changes rooms and leaves, and knows what the answers must be. Threads: the simulation's. */
final class SimulatedClient {
    private static final String UNSUPPORTED = "Unsupported command";
    private static final String TOO_LONG = "Line too long (max 256 bytes)";
    private static final byte[] BROKEN = {(byte) 0xC3, (byte) 0x28, (byte) 0xE2, (byte) 0x82, 27, '[', 'm'};

    private final int id;
    private final SimulatedConnection connection;
    private final List<String> repliesDue = new ArrayList<>();
    private int linesSaid;

    SimulatedClient(int id, SimulatedConnection connection) {
        this.id = id;
        this.connection = connection;
    }

    SimulatedConnection connection() {
        return connection;
    }

    /** Marks its lines, so that no two lines of a simulation are equal. */
    private String mark(int number) {
        return "c" + id + "-" + number + "-";
    }

    void saySomething(Random random, String[] rooms) {
        if (!connection.isOpen()) {
            return;
        }
        switch (random.nextInt(12)) {
            case 0 -> ask("/nope\n", UNSUPPORTED);
            case 1 -> ask("x".repeat(257 + random.nextInt(1000)) + "\n", TOO_LONG);
            case 2 -> {
                var room = rooms[random.nextInt(rooms.length)];
                ask("/join " + room + "\n", "Joined " + room);
            }
            case 3 -> {
                connection.give(mark(linesSaid++).getBytes(StandardCharsets.UTF_8));
                connection.give(BROKEN);
                connection.give("\r\n");
            }
            default -> {
                int burst = random.nextInt(8) == 0 ? 200 : 1 + random.nextInt(5);
                for (int i = 0; i < burst; i++) {
                    connection.give(mark(linesSaid++) + "é".repeat(random.nextInt(90)) + "\n");
                }
            }
        }
    }

    private void ask(String line, String reply) {
        connection.give(line);
        repliesDue.add(reply);
    }

    void leave(Random random) {
        if (random.nextBoolean()) {
            connection.endInput();
        } else {
            connection.reset();
        }
    }

    /** Its answers are all there, in order, and between them it has seen stretches of its rooms without a gap. */
    void checkReceived(Map<String, List<String>> sequences) {
        var lines = connection.lines();
        if (lines.size() < 2) {
            return;
        }
        Simulation.require(lines.getFirst().startsWith("Welcome"), "no welcome but " + lines.getFirst());
        var room = "lobby";
        var seen = new ArrayList<String>();
        int replies = 0;
        int last = connection.endsWithWholeLine() ? lines.size() : lines.size() - 1; // a reset may cut the last one
        Simulation.require(last == lines.size() || connection.wasReset(), "a torn line: " + lines.getLast());
        for (var line : lines.subList(1, last)) {
            if (line.startsWith("user:")) {
                seen.add(line);
                continue;
            }
            Simulation.require(replies < repliesDue.size(), "an answer to nothing: " + line);
            Simulation.require(line.equals(repliesDue.get(replies)), line + " instead of " + repliesDue.get(replies));
            replies++;
            if (line.startsWith("Joined ")) {
                checkStretch(seen, sequences, room, false);
                seen.clear();
                room = line.substring("Joined ".length());
            }
        }
        checkStretch(seen, sequences, room, connection.isOpen());
        Simulation.require(
                connection.wasReset() || replies == repliesDue.size(),
                "client " + id + " got " + replies + " of " + repliesDue.size() + " answers");
    }

    private void checkStretch(List<String> seen, Map<String, List<String>> sequences, String room, boolean toTheEnd) {
        var others = sequences.getOrDefault(room, List.of()).stream()
                .filter(line -> !line.contains("> c" + id + "-"))
                .toList();
        if (seen.isEmpty()) {
            return;
        }
        int begin = others.indexOf(seen.getFirst());
        Simulation.require(begin >= 0, "client " + id + " saw in " + room + ": " + seen.getFirst());
        int end = Math.min(others.size(), begin + seen.size());
        Simulation.require(
                seen.equals(others.subList(begin, end)), "client " + id + " saw another order or a gap in " + room);
        Simulation.require(!toTheEnd || end == others.size(), "client " + id + " did not see the end of " + room);
    }

    /** Everything that it said was heard in some room, in its order; after a reset at least a part from the first on. */
    void checkHeard(Map<String, List<String>> sequences) {
        int heard = 0;
        for (var sequence : sequences.values()) {
            heard += (int) sequence.stream()
                    .filter(line -> line.contains("> c" + id + "-"))
                    .count();
        }
        Simulation.require(
                heard == linesSaid || (connection.wasReset() && heard < linesSaid),
                "of client " + id + " were heard " + heard + " of " + linesSaid + " lines");
    }
}
