package dev.muxbench.core.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A line that begins with a slash. Arguments are bytes as received: names are judged before anything is replaced in
 * them.
 */
public sealed interface Command {
    /** {@code /nick <nick>}. */
    record Nick(byte[] name) implements Command {}

    /** {@code /join <room>}. */
    record Join(byte[] room) implements Command {}

    /** {@code /rooms}. */
    record Rooms() implements Command {}

    /** {@code /who}. */
    record Who() implements Command {}

    /** {@code /msg <nick> <text>}. */
    record Msg(byte[] recipient, byte[] text) implements Command {}

    /** {@code /quit}. */
    record Quit() implements Command {}

    /** {@code /help}. */
    record Help() implements Command {}

    /** Anything else. */
    record Unsupported() implements Command {}

    /** Reads a line. The argument begins after exactly one space; a command without its argument is unsupported. */
    static Command parse(byte[] line) {
        int space = indexOf(line, (byte) ' ');
        var word = new String(line, 0, space, StandardCharsets.ISO_8859_1);
        if (space == line.length) {
            return switch (word) {
                case "/rooms" -> new Rooms();
                case "/who" -> new Who();
                case "/quit" -> new Quit();
                case "/help" -> new Help();
                default -> new Unsupported();
            };
        }
        var argument = Arrays.copyOfRange(line, space + 1, line.length);
        return switch (word) {
            case "/nick" -> new Nick(argument);
            case "/join" -> new Join(argument);
            case "/msg" -> message(argument);
            default -> new Unsupported();
        };
    }

    private static Command message(byte[] argument) {
        int space = indexOf(argument, (byte) ' ');
        if (space == 0 || space + 1 >= argument.length) {
            return new Unsupported();
        }
        return new Msg(Arrays.copyOf(argument, space), Arrays.copyOfRange(argument, space + 1, argument.length));
    }

    /** The first such byte, or the array's length. */
    private static int indexOf(byte[] bytes, byte wanted) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return bytes.length;
    }
}
