package dev.muxbench.cli.chat;

import dev.muxbench.cli.chat.ServerLine.Notice;
import dev.muxbench.cli.chat.ServerLine.Said;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Pattern;

/**
 * Nicks and rooms that were seen, to complete them; the latest of them.
 *
 * <p>Threads: any.
 */
final class KnownNames {
    private static final int MOST = 500; // of each kind
    private static final Pattern WHO = Pattern.compile("Here \\(\\d+\\): (.*)");
    private static final Pattern ROOMS = Pattern.compile("Rooms: (.*)");
    private static final Pattern ROOM = Pattern.compile("(\\S+) \\(\\d+\\)");
    private static final Pattern NAME = Pattern.compile("[^\\s…]\\S*"); // not the "…" of "…, and 17 more"

    private final SequencedSet<String> nicks = new LinkedHashSet<>();
    private final SequencedSet<String> rooms = new LinkedHashSet<>();

    synchronized void learnFrom(ServerLine line) {
        switch (line) {
            case Said said -> add(nicks, said.nick());
            case Notice(var text) -> learnFromNotice(text);
        }
    }

    private void learnFromNotice(String text) {
        var who = WHO.matcher(text);
        var list = ROOMS.matcher(text);
        if (who.matches()) {
            for (var nick : who.group(1).split(", ")) {
                if (NAME.matcher(nick).matches()) {
                    add(nicks, nick);
                }
            }
        } else if (list.matches()) {
            for (var entry : list.group(1).split(", ")) {
                var room = ROOM.matcher(entry);
                if (room.matches()) {
                    add(rooms, room.group(1));
                }
            }
        } else if (text.startsWith("Joined ")) {
            add(rooms, text.substring("Joined ".length()));
        }
    }

    private static void add(SequencedSet<String> names, String name) {
        names.addLast(name); // also moves it there
        if (names.size() > MOST) {
            names.removeFirst();
        }
    }

    synchronized List<String> nicks() {
        return List.copyOf(nicks);
    }

    synchronized List<String> rooms() {
        return List.copyOf(rooms);
    }
}
