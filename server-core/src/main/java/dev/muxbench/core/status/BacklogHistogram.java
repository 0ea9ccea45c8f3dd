package dev.muxbench.core.status;

import java.util.Arrays;

/**
 * How many sessions are how far behind: what each of them is still to be sent, in bytes.
 *
 * <p>Threads: one.
 */
public final class BacklogHistogram {
    private static final long[] BOUNDS = {
        0, 1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20, 16 << 20, 64 << 20, 256 << 20, 1 << 30
    };

    private final long[] counts = new long[BOUNDS.length + 1]; // the last one: beyond the last bound
    private long sumBytes;

    public void add(long bytes) {
        int bucket = Arrays.binarySearch(BOUNDS, bytes);
        counts[bucket < 0 ? -bucket - 1 : bucket]++;
        sumBytes += bytes;
    }

    public void add(BacklogHistogram others) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += others.counts[i];
        }
        sumBytes += others.sumBytes;
    }

    /** Bytes: at most so much is a session of the bucket of this number behind. The bucket after the last bound has the rest. */
    public static long[] boundsBytes() {
        return BOUNDS.clone();
    }

    /** Sessions, by bucket. */
    public long[] counts() {
        return counts.clone();
    }

    /** All sessions together. */
    public long sumBytes() {
        return sumBytes;
    }
}
