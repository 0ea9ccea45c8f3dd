package dev.muxbench.load.protocol;

import dev.muxbench.load.text.Lines;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * What stands before a text where bytes are counted: something that depends on the room, the text's size in decimal digits, CR LF.
 *
 * <p>Threads: any.
 */
final class SizedHead {
    private static final int MOST_DIGITS = 9;
    private static final int LINE_END = 2;

    private final byte[][] starts; // by room
    private int longest;

    /** @param start by room */
    SizedHead(int rooms, IntFunction<String> start) {
        starts = new byte[rooms][];
        for (int room = 0; room < rooms; room++) {
            starts[room] = Lines.ascii(start.apply(room));
            longest = Math.max(longest, starts[room].length + MOST_DIGITS + LINE_END);
        }
    }

    int mostBytes() {
        return longest;
    }

    /** Returns whether {@code [from, text)} is that of a text in {@code [text, textEnd)}. */
    boolean matches(int room, byte[] in, int from, int text, int textEnd) {
        var start = starts[room];
        int digits = from + start.length;
        return digits < text - LINE_END
                && Arrays.equals(start, 0, start.length, in, from, digits)
                && in[text - 2] == '\r'
                && in[text - 1] == '\n'
                && Lines.decimal(in, digits, text - LINE_END) == textEnd - text;
    }

    byte[] of(int room, int textBytes) {
        var head = new byte[longest];
        return Arrays.copyOf(head, put(head, 0, room, textBytes));
    }

    /** Returns its end. */
    int put(byte[] out, int at, int room, int textBytes) {
        var start = starts[room];
        System.arraycopy(start, 0, out, at, start.length);
        int end = Lines.putDecimal(out, at + start.length, textBytes);
        out[end] = '\r';
        out[end + 1] = '\n';
        return end + LINE_END;
    }
}
