package dev.muxbench.testkit;

import dev.muxbench.testkit.SimulatedClient.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The naive model: every room is one sequence of lines, and every client is sent its rooms' lines from joining to leaving, its
 * own left out, with each answer at the place in the sequence at which the command was processed.
 *
 * <p>That place is known from the client's own lines: an answer comes after all that was published before the line in front of
 * the command, and before all that was published after the line behind it. Threads: the simulation's.
 */
final class SimulationModel {
    private static final String LOBBY = "lobby";

    /** Where a line was published. */
    record Place(String room, int index) {}

    private final Map<String, List<String>> sequences;
    private final Map<String, Place> places = new HashMap<>();

    /** @param sequences each room's lines as its observer has seen them */
    SimulationModel(Map<String, List<String>> sequences) {
        this.sequences = sequences;
        sequences.forEach((room, lines) -> {
            for (int i = 0; i < lines.size(); i++) {
                var twice = places.put(lines.get(i), new Place(room, i));
                Simulation.require(twice == null, "doubled in " + room + ": " + lines.get(i));
            }
        });
    }

    /**
     * @param speakers all who may have said something in these rooms
     * @param readers  those who have read them
     */
    void check(List<SimulatedClient> speakers, List<SimulatedClient> readers) {
        int heard = 0;
        for (var speaker : speakers) {
            heard += checkHeard(speaker);
        }
        readers.forEach(reader -> new ClientCheck(reader).run());
        Simulation.require(heard == places.size(), places.size() + " lines were heard, " + heard + " of them said");
    }

    /** What it said was heard in the room that it had joined, in its order; if it was cut off, from the first on. */
    private int checkHeard(SimulatedClient client) {
        var last = new HashMap<String, Integer>();
        var room = LOBBY;
        int heard = 0;
        boolean silent = false;
        for (var outcome : client.script()) {
            if (outcome.isJoined()) {
                room = outcome.room();
            }
            if (!outcome.spoken()) {
                continue;
            }
            var place = places.get(outcome.text());
            silent |= place == null;
            Simulation.require(!silent || client.connection().wasCutOff(), "nobody heard " + outcome.text());
            if (place != null) {
                Simulation.require(!silent, "heard after something that was not: " + outcome.text());
                Simulation.require(
                        place.room().equals(room), outcome.text() + " was said to " + room + ", not " + place);
                var before = last.put(room, place.index());
                Simulation.require(before == null || before < place.index(), "out of order: " + outcome.text());
                heard++;
            }
        }
        return heard;
    }

    /** Reads what one client has received beside what it has sent. */
    private final class ClientCheck {
        private final SimulatedClient client;
        private final List<Outcome> script;
        private final String ownText;
        private final String ownNick;
        private int next; // outcome
        private String room = LOBBY;
        private int at = -1; // index in the room's sequence that the client has got to; -1 if it is not known yet

        ClientCheck(SimulatedClient client) {
            this.client = client;
            this.script = client.script();
            this.ownText = "> c" + client.id() + "-";
            this.ownNick = "n" + client.id() + "x";
        }

        void run() {
            var lines = client.connection().lines();
            boolean cutOff = client.connection().wasCutOff();
            Simulation.require(cutOff || lines.getLast().isEmpty(), "a torn line: " + lines.getLast());
            if (lines.size() == 1) {
                Simulation.require(cutOff, who() + " was sent nothing");
                return;
            }
            Simulation.require(lines.getFirst().startsWith("Welcome"), "no welcome but " + lines.getFirst());
            for (var line : lines.subList(1, lines.size() - 1)) {
                if (isNextOfOthers(line)) {
                    continue;
                }
                var place = places.get(line);
                if (place == null) {
                    onAnswer(line);
                } else {
                    onLine(line, place);
                }
            }
            if (!cutOff) {
                passOwnLines();
                Simulation.require(
                        next == script.size(),
                        () -> who() + " got no answer " + script.get(next).text());
            }
            if (client.connection().isOpen() && !client.hasQuit()) {
                Simulation.require(
                        at >= 0 && nextOfOthers(at) == sequence().size(), who() + " did not see the end of " + room);
            }
        }

        private void onLine(String line, Place place) {
            Simulation.require(place.room().equals(room), who() + " in " + room + " saw " + line + " of " + place);
            Simulation.require(!isOwn(line), who() + " saw its own " + line);
            if (at < 0) {
                int own = ownLineFrom(next);
                Simulation.require(own < 0 || place.index() <= nextOfOthers(own), who() + " joined too late: " + line);
            } else {
                Simulation.require(
                        place.index() == nextOfOthers(at), who() + " saw a gap or another order before " + line);
            }
            at = place.index() + 1;
        }

        private void onAnswer(String line) {
            passOwnLines();
            Simulation.require(next < script.size(), who() + " got an answer to nothing: " + line);
            var due = script.get(next++);
            Simulation.require(line.equals(due.text()), who() + " got " + line + " instead of " + due.text());
            if (due.isJoined()) {
                // Joining the room that one is in changes nothing.
                at = due.room().equals(room) ? at : -1;
                room = due.room();
                return;
            }
            int own = ownLineFrom(next);
            Simulation.require(own < 0 || at <= own, who() + " got an answer too late: " + line);
        }

        /** Its own lines up to the next answer: everything before them must have been seen. */
        private void passOwnLines() {
            for (; next < script.size() && script.get(next).spoken(); next++) {
                var own = places.get(script.get(next).text());
                if (own == null) {
                    continue; // it was cut off
                }
                Simulation.require(
                        at < 0 || nextOfOthers(at) > own.index(), () -> who() + " did not see all before " + own);
                at = Math.max(at, own.index() + 1);
            }
        }

        /** Where its next line was heard, if that was in this room before it went to another; else -1. */
        private int ownLineFrom(int outcome) {
            for (int i = outcome; i < script.size() && !script.get(i).isJoined(); i++) {
                var place = script.get(i).spoken() ? places.get(script.get(i).text()) : null;
                if (place != null) {
                    return place.index();
                }
            }
            return -1;
        }

        /** The usual case, without looking for the line among all; then the client has got behind it. */
        private boolean isNextOfOthers(String line) {
            int index = at < 0 ? sequence().size() : nextOfOthers(at);
            if (index == sequence().size() || !sequence().get(index).equals(line)) {
                return false;
            }
            at = index + 1;
            return true;
        }

        private int nextOfOthers(int from) {
            int index = from;
            while (index < sequence().size() && isOwn(sequence().get(index))) {
                index++;
            }
            return index;
        }

        private boolean isOwn(String line) {
            return line.contains(ownText) || line.startsWith(ownNick);
        }

        private List<String> sequence() {
            return sequences.getOrDefault(room, List.of());
        }

        private String who() {
            return "client " + client.id();
        }
    }
}
