package dev.muxbench.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Somebody who talks, changes rooms and nicks, and leaves; and what must come of each of these. Threads: the simulation's. */
final class SimulatedClient {
    static final String TAKEN_NICK = "watcher";
    private static final int MOST_UNREAD_BYTES = 64 << 10;
    private static final byte[] BROKEN = {(byte) 0xC3, '(', (byte) 0xE2, (byte) 0x82, 27, '[', 'm'};
    private static final String BROKEN_SHOWN = "\uFFFD(\uFFFD?[m";

    /**
     * What one line of the client's comes to, in the order of its input.
     *
     * @param text   as it is shown to a room, or as it is answered
     * @param spoken true if shown to the room, false if an answer
     */
    record Outcome(String text, boolean spoken) {
        /** The room that this answer says it has entered, or null. */
        boolean isJoined() {
            return !spoken && text.startsWith("Joined ");
        }

        String room() {
            return text.substring("Joined ".length());
        }
    }

    private final int id;
    private final SimulatedConnection connection;
    private final List<Outcome> script = new ArrayList<>();
    private String nick;
    private int number; // of its next line: no two lines of a simulation are equal
    private boolean hasQuit;

    /** @param nick the one that the server gives it */
    SimulatedClient(int id, String nick, SimulatedConnection connection) {
        this.id = id;
        this.nick = nick;
        this.connection = connection;
    }

    int id() {
        return id;
    }

    SimulatedConnection connection() {
        return connection;
    }

    List<Outcome> script() {
        return script;
    }

    boolean hasQuit() {
        return hasQuit;
    }

    void act(Random random, String[] rooms) {
        if (!connection.isOpen() || connection.unreadInput() > MOST_UNREAD_BYTES) {
            return;
        }
        switch (random.nextInt(14)) {
            case 0 -> ask("/nope", "Unsupported command");
            case 1 -> ask("x".repeat(257 + random.nextInt(1000)), "Line too long (max 256 bytes)");
            case 2 -> {
                var room = rooms[random.nextInt(rooms.length)];
                ask("/join " + room, "Joined " + room);
            }
            case 3 -> speakBroken();
            case 4 -> takeNick();
            case 5 -> ask("/nick " + TAKEN_NICK, "Nick " + TAKEN_NICK + " is already in use");
            case 6 -> speak(random, 200);
            default -> speak(random, 1 + random.nextInt(5));
        }
    }

    private void ask(String line, String answer) {
        send(line + "\n");
        expect(answer, false);
    }

    private void send(String text) {
        connection.give(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What it says after it has quit is for nobody. */
    private void expect(String text, boolean spoken) {
        if (!hasQuit) {
            script.add(new Outcome(text, spoken));
        }
    }

    private String mark() {
        return "c" + id + "-" + number++ + "-";
    }

    private void speak(Random random, int lines) {
        for (int i = 0; i < lines; i++) {
            var text = mark()
                    + "é".repeat(random.nextInt(4) == 0 ? random.nextInt(90) : 0)
                    + "a".repeat(random.nextInt(60));
            send(text + "\n");
            expect(nick + "> " + text, true);
        }
    }

    private void speakBroken() {
        var mark = mark();
        send(mark);
        connection.give(BROKEN);
        send("\r\n");
        expect(nick + "> " + mark + BROKEN_SHOWN, true);
    }

    /** Takes a nick that nobody has had, which is not answered, and says an empty line under it, which is unique by it. */
    private void takeNick() {
        var next = "n" + id + "x" + number++;
        send("/nick " + next + "\n\r\n");
        if (!hasQuit) {
            nick = next;
        }
        expect(next + "> ", true);
    }

    /** Whoever has the room's attention at the end hears this. */
    void sayLastWord() {
        if (connection.isOpen()) {
            var text = mark() + "last word";
            send(text + "\n");
            expect(nick + "> " + text, true);
        }
    }

    /** Closes its side, perhaps in the middle of its last line; or resets; or quits and goes on talking. */
    void leave(Random random) {
        if (!connection.isOpen()) {
            return;
        }
        switch (random.nextInt(3)) {
            case 0 -> {
                if (random.nextBoolean()) {
                    var text = mark() + "without LF";
                    send(text);
                    expect(nick + "> " + text, true);
                }
                connection.endInput();
            }
            case 1 -> {
                connection.reset();
                connection.endInput(); // which may be seen before it
            }
            default -> {
                send("/quit\n");
                hasQuit = true;
            }
        }
    }
}
