package dev.muxbench.cli.chat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Bytes to lines of text: LF ends one, a CR before it belongs to the end, each maximal part of broken UTF-8 becomes U+FFFD. How
 * the bytes were split changes nothing.
 *
 * <p>Memory is bounded: what a line has beyond the limit is dropped, and {@value #CUT} says so.
 *
 * <p>Threads: one.
 */
final class LineDecoder {
    static final String CUT = " [line cut]";

    private static final int LONGEST_SEQUENCE = 4; // bytes of a code point

    private final int maxLineBytes;
    private final Consumer<String> lines;
    private byte[] line = new byte[256];
    private int length;
    private boolean cut;

    LineDecoder(int maxLineBytes, Consumer<String> lines) {
        this.maxLineBytes = maxLineBytes;
        this.lines = lines;
    }

    void decode(byte[] bytes, int count) {
        int start = 0;
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                append(bytes, start, i);
                end();
                start = i + 1;
            }
        }
        append(bytes, start, count);
    }

    private void append(byte[] bytes, int from, int to) {
        int taken = Math.min(to - from, maxLineBytes - length);
        cut |= taken < to - from;
        if (length + taken > line.length) {
            line = Arrays.copyOf(line, Math.min(maxLineBytes, Math.max(2 * line.length, length + taken)));
        }
        System.arraycopy(bytes, from, line, length, taken);
        length += taken;
    }

    private void end() {
        if (cut) {
            lines.accept(new String(line, 0, wholeCodePoints(), StandardCharsets.UTF_8) + CUT);
        } else {
            int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
            lines.accept(new String(line, 0, end, StandardCharsets.UTF_8));
        }
        length = 0;
        cut = false;
    }

    /** Up to where the line can be cut without parting a sequence. */
    private int wholeCodePoints() {
        for (int back = 1; back < LONGEST_SEQUENCE && back <= length; back++) {
            int lead = line[length - back] & 0xFF;
            if (lead >= 0xC0) {
                int needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
                return back < needed ? length - back : length;
            }
            if (lead < 0x80) {
                break;
            }
        }
        return length;
    }

    /** Ends the input. Bytes without LF at its end are a line, too. */
    void finish() {
        if (length > 0 || cut) {
            end();
        }
    }
}
