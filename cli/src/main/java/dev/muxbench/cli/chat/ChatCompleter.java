package dev.muxbench.cli.chat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Completes commands at the start of a line, rooms after {@code /join}, and nicks elsewhere: at the start of a line with a colon
 * behind, as one speaks to somebody.
 *
 * <p>Threads: the one that types.
 */
final class ChatCompleter implements Completer {
    private static final Map<String, String> COMMANDS = new TreeMap<>(Map.of(
            "/help", "the commands",
            "/join", "go to another room",
            "/msg", "tell one nick alone",
            "/nick", "be called otherwise",
            "/quit", "leave",
            "/rooms", "the rooms",
            "/who", "who is here"));

    private final KnownNames names;

    ChatCompleter(KnownNames names) {
        this.names = names;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        var before = line.words().isEmpty() ? "" : line.words().getFirst();
        if (line.wordIndex() == 0) {
            COMMANDS.forEach((command, meaning) ->
                    candidates.add(new Candidate(command, command, null, meaning, null, null, true)));
            names.nicks().forEach(nick -> candidates.add(candidate(nick + ":")));
        } else if (before.equals("/join")) {
            names.rooms().forEach(room -> candidates.add(candidate(room)));
        } else if (!before.startsWith("/") || before.equals("/msg")) {
            names.nicks().forEach(nick -> candidates.add(candidate(nick)));
        }
    }

    private static Candidate candidate(String name) {
        return new Candidate(name, name, null, null, null, null, true);
    }
}
