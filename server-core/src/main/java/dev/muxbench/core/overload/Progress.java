package dev.muxbench.core.overload;

/**
 * Judges whether a client that the room waits for takes enough: {@value #LEAST_BYTES} bytes within one slow-consumer timeout, or a
 * sixteenth of what is kept for it if that is more. Less counts as nothing, so that one byte now and then escapes no law.
 *
 * <p>Time counts only while its socket {@linkplain Refusal refuses}. Threads: the session's.
 */
public final class Progress {
    private static final long LEAST_BYTES = 64 << 10;
    private static final int SHARE_OF_PINNED = 16;

    private long fromBytes;
    private long fromNanos;
    private long wantedBytes;
    private int missedTimeouts;

    /** Begins to count from here. */
    public void begin(long takenBytes, long refusedNanos, long pinnedBytes) {
        missedTimeouts = 0;
        beginTimeout(takenBytes, refusedNanos, pinnedBytes);
    }

    private void beginTimeout(long takenBytes, long refusedNanos, long pinnedBytes) {
        fromBytes = takenBytes;
        fromNanos = refusedNanos;
        wantedBytes = Math.max(LEAST_BYTES, pinnedBytes / SHARE_OF_PINNED);
    }

    /**
     * Called every tick.
     *
     * @param takenBytes   that its socket has taken, in all
     * @param refusedNanos for which its socket has refused, in all
     * @param pinnedBytes  that are kept for it
     * @return the number of timeouts since the last progress
     */
    public int missedTimeouts(long takenBytes, long refusedNanos, long pinnedBytes, long timeoutNanos) {
        if (takenBytes - fromBytes >= wantedBytes) {
            begin(takenBytes, refusedNanos, pinnedBytes);
        } else if (refusedNanos - fromNanos >= timeoutNanos) {
            missedTimeouts++;
            beginTimeout(takenBytes, refusedNanos, pinnedBytes);
        }
        return missedTimeouts;
    }
}
