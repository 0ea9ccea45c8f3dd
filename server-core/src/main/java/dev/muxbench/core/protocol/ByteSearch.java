package dev.muxbench.core.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Looks at 8 bytes a step ("SIMD within a register"; the tests for zero and less-than are those of Sean Eron Anderson's
 * Bit Twiddling Hacks). A borrow can mark bytes above the first match, never below it: read as little-endian, the
 * lowest mark is right.
 *
 * <p>Threads: any, nothing is kept.
 */
final class ByteSearch {
    private static final VarHandle BUFFER_LONGS =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle ARRAY_LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private ByteSearch() {}

    /** Position of the first byte that is not printable ASCII, or {@code limit}. */
    static int firstUnprintable(ByteBuffer in, int from, int limit) {
        int at = from;
        for (; at + Long.BYTES <= limit; at += Long.BYTES) {
            long marks = unprintable((long) BUFFER_LONGS.get(in, at));
            if (marks != 0) {
                return at + firstMark(marks);
            }
        }
        while (at < limit && isPrintable(in.get(at))) {
            at++;
        }
        return at;
    }

    /** Position of the first LF or FF byte, or {@code limit}. */
    static int firstLineFeedOrIac(ByteBuffer in, int from, int limit) {
        int at = from;
        for (; at + Long.BYTES <= limit; at += Long.BYTES) {
            long word = (long) BUFFER_LONGS.get(in, at);
            long marks = zeroBytes(word ^ (ONES * '\n')) | zeroBytes(~word);
            if (marks != 0) {
                return at + firstMark(marks);
            }
        }
        while (at < limit && in.get(at) != '\n' && in.get(at) != (byte) 0xFF) {
            at++;
        }
        return at;
    }

    /** Copies up to the first byte that is not printable ASCII. Returns how many bytes; may write 7 more. */
    static int copyPrintable(byte[] in, int from, int end, byte[] out, int to) {
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long word = (long) ARRAY_LONGS.get(in, at);
            ARRAY_LONGS.set(out, to + at - from, word);
            long marks = unprintable(word);
            if (marks != 0) {
                return at + firstMark(marks) - from;
            }
        }
        for (; at < end && isPrintable(in[at]); at++) {
            out[to + at - from] = in[at];
        }
        return at - from;
    }

    /** Returns whether all are printable ASCII or TAB. */
    static boolean isPlain(byte[] bytes, int length) {
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            if (unprintable((long) ARRAY_LONGS.get(bytes, at)) != 0 && !isPlain(bytes, at, at + Long.BYTES)) {
                return false;
            }
        }
        return isPlain(bytes, at, length);
    }

    private static boolean isPlain(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isPrintable(bytes[i]) && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    /** Returns whether a byte is ASCII, no control, not DEL. */
    static boolean isPrintable(byte value) {
        return value >= 0x20 && value != 0x7F;
    }

    private static long unprintable(long word) {
        long below32 = (word - ONES * 0x20) & ~word;
        return ((below32 | word) & HIGH_BITS) | zeroBytes(word ^ (ONES * 0x7F));
    }

    private static long zeroBytes(long word) {
        return (word - ONES) & ~word & HIGH_BITS;
    }

    private static int firstMark(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }
}
