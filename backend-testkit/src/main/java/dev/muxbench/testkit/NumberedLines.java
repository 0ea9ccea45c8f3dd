package dev.muxbench.testkit;

import java.util.List;

/** Lines of about a thousand bytes, none like another. Threads: any. */
final class NumberedLines {
    private static final String TEXT = "x".repeat(1000);
    private static final int LINE_BYTES = TEXT.length() + 7; // number and LF

    private static final int FEW = 32;

    private NumberedLines() {}

    static String line(int number) {
        return String.format("%06d%s\n", number, TEXT);
    }

    /** How many there are in so many bytes. */
    static int in(int bytes) {
        return bytes / LINE_BYTES;
    }

    static void send(TestClient sender, int count) {
        for (int i = 0; i < count; i++) {
            sender.send(line(i));
        }
    }

    static void expect(TestClient reader, String nick, int count) {
        for (int i = 0; i < count; i++) {
            reader.expect(nick + "> " + line(i));
        }
    }

    /** Says a few, and goes on when all have heard them: so nobody is behind because the machine is busy. */
    static void talk(TestClient sender, String nick, List<TestClient> listeners) {
        send(sender, FEW);
        for (var listener : listeners) {
            expect(listener, nick, FEW);
        }
    }
}
