package dev.muxbench.load.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finding one's way in received bytes; the ends of lines 8 bytes a step. */
public final class Lines {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final int MOST_DIGITS = 9;
    private static final int LONGEST_QUOTE = 160;

    private Lines() {}

    /** The first LF in {@code [from, end)}, or -1. */
    public static int indexOfLineFeed(byte[] in, int from, int end) {
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long different = (long) LONGS.get(in, at) ^ ONES * '\n';
            long zero = (different - ONES) & ~different & HIGH_BITS;
            if (zero != 0) {
                return at + (Long.numberOfTrailingZeros(zero) >>> 3);
            }
        }
        for (; at < end; at++) {
            if (in[at] == '\n') {
                return at;
            }
        }
        return -1;
    }

    /** Returns where so many lines have ended, or -1 if there are fewer in {@code [from, end)}. */
    public static int afterLineFeeds(byte[] in, int from, int end, int count) {
        int at = from;
        for (int i = 0; i < count; i++) {
            int lineFeed = indexOfLineFeed(in, at, end);
            if (lineFeed < 0) {
                return -1;
            }
            at = lineFeed + 1;
        }
        return at;
    }

    public static boolean startsWith(byte[] in, int from, int end, byte[] start) {
        return end - from >= start.length && Arrays.equals(in, from, from + start.length, start, 0, start.length);
    }

    public static boolean endsWith(byte[] in, int from, int end, byte[] last) {
        return end - from >= last.length && Arrays.equals(in, end - last.length, end, last, 0, last.length);
    }

    /** Returns where {@code what} is in {@code [from, end)}, or -1. */
    public static int indexOf(byte[] in, int from, int end, byte[] what) {
        for (int at = from; at + what.length <= end; at++) {
            if (startsWith(in, at, end, what)) {
                return at;
            }
        }
        return -1;
    }

    /** The number whose digits are in {@code [from, end)}, as a server writes it; -1 if they are none. */
    public static int decimal(byte[] in, int from, int end) {
        if (end <= from || end - from > MOST_DIGITS || (in[from] == '0' && end - from > 1)) {
            return -1;
        }
        int value = 0;
        for (int at = from; at < end; at++) {
            int digit = in[at] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = 10 * value + digit;
        }
        return value;
    }

    /** Writes the number's digits. Returns their end. */
    public static int putDecimal(byte[] out, int at, int value) {
        int end = at + 1;
        for (int rest = value / 10; rest > 0; rest /= 10) {
            end++;
        }
        int left = value;
        for (int digit = end - 1; digit >= at; digit--) {
            out[digit] = (byte) ('0' + left % 10);
            left /= 10;
        }
        return end;
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns text for people: cut, and with nothing in it that could steer a terminal. */
    public static String quote(byte[] in, int from, int to) {
        var text = new StringBuilder();
        for (int at = from; at < Math.min(to, from + LONGEST_QUOTE); at++) {
            text.append(in[at] >= ' ' && in[at] <= '~' ? (char) in[at] : '.');
        }
        return text.toString();
    }
}
