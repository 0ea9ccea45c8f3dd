package dev.muxbench.core.log;

/**
 * Sizes of a room's log, in bytes.
 *
 * @param firstSegmentBytes   size of a quiet room's segment; a power of two with room for the longest line
 * @param largestSegmentBytes size that a busy room's segments grow to; a power of two
 * @param highWaterBytes      backlog at which a room's publishers are no longer read
 * @param lowWaterPercent     backlog at which they are read again, in percent of that
 */
public record LogLimits(int firstSegmentBytes, int largestSegmentBytes, long highWaterBytes, int lowWaterPercent) {
    private static final int SMALLEST_SEGMENT = 4096;
    private static final int LARGEST_SEGMENT = 256 << 10;
    private static final int SEGMENTS_UP_TO_HIGH_WATER = 16;
    private static final int HALF = 50;
    private static final int ALL = 100;

    /** Read again at half of the mark. */
    public LogLimits(int firstSegmentBytes, int largestSegmentBytes, long highWaterBytes) {
        this(firstSegmentBytes, largestSegmentBytes, highWaterBytes, HALF);
    }

    /**
     * @param longestLineBytes the longest line that may ever be appended, prefix and LF included
     * @param highWaterBytes   see above
     */
    public static LogLimits of(int longestLineBytes, long highWaterBytes) {
        int first = Math.max(SMALLEST_SEGMENT, powerOfTwoAtLeast(longestLineBytes));
        long largest = Long.highestOneBit(Math.max(1, highWaterBytes / SEGMENTS_UP_TO_HIGH_WATER));
        return new LogLimits(first, Math.clamp(largest, first, Math.max(first, LARGEST_SEGMENT)), highWaterBytes);
    }

    /** Returns the limits of a room whose members are closed when they lag by more than this, so no more of the log is kept for them. */
    public static LogLimits ofMaxLag(int longestLineBytes, long maxLagBytes) {
        var limits = of(longestLineBytes, maxLagBytes);
        // Whoever is in the oldest segment of a backlog over this mark lags by more than the limit.
        long mark = maxLagBytes + limits.largestSegmentBytes;
        return new LogLimits(limits.firstSegmentBytes, limits.largestSegmentBytes, mark, ALL);
    }

    long lowWaterBytes(long highWater) {
        return highWater * lowWaterPercent / ALL;
    }

    /** Every room may fall this far behind, even when all memory is taken: less would stop it altogether. */
    public long leastHighWaterBytes() {
        return Math.min(highWaterBytes, 4L * firstSegmentBytes);
    }

    /**
     * @param current   size of the segment that is full
     * @param growth    1 larger, 0 the same, -1 smaller
     * @param available bytes that the pool has left
     */
    int nextSegmentBytes(int current, int growth, long available) {
        int wanted = growth > 0 ? current * 2 : growth < 0 ? current / 2 : current;
        return available < wanted ? firstSegmentBytes : Math.clamp(wanted, firstSegmentBytes, largestSegmentBytes);
    }

    private static int powerOfTwoAtLeast(int bytes) {
        return Integer.highestOneBit(bytes - 1) << 1;
    }
}
