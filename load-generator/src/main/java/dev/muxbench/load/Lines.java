package dev.muxbench.load;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finding the ends of lines, 8 bytes a step. */
final class Lines {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Lines() {}

    /** The first LF in {@code [from, end)}, or -1. */
    static int indexOfLineFeed(byte[] in, int from, int end) {
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
}
