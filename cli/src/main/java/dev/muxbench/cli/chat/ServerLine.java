package dev.muxbench.cli.chat;

import java.util.Set;

/**
 * A received line, by the rule of the protocol: it is somebody's if what is before its first {@code "> "} has no space, or only
 * that of {@code " (private)"} at its end; else it is the server's.
 */
sealed interface ServerLine {
    String SEPARATOR = "> ";
    String PRIVATE = " (private)";

    /** After these the server closes. */
    Set<String> FAREWELLS =
            Set.of("Server full", "Too many connections from your address", "Idle for too long", "Server stopping");

    /** Somebody says something. */
    record Said(String nick, boolean inPrivate, String text) implements ServerLine {
        /** Returns the part of the line before the text. */
        String prefix() {
            return nick + (inPrivate ? PRIVATE : "") + SEPARATOR;
        }
    }

    /** The server says something. */
    record Notice(String text) implements ServerLine {}

    static boolean isFarewell(String line) {
        return FAREWELLS.contains(line);
    }

    static ServerLine parse(String line) {
        int separator = line.indexOf(SEPARATOR);
        if (separator <= 0) {
            return new Notice(line);
        }
        var name = line.substring(0, separator);
        boolean inPrivate = name.endsWith(PRIVATE);
        var nick = inPrivate ? name.substring(0, name.length() - PRIVATE.length()) : name;
        if (nick.isEmpty() || nick.indexOf(' ') >= 0) {
            return new Notice(line);
        }
        return new Said(nick, inPrivate, line.substring(separator + SEPARATOR.length()));
    }
}
