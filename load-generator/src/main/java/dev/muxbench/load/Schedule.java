package dev.muxbench.load;

/**
 * When the lines of an open loop are due: line k at {@code start + k / rate}, worked out from k each time, so that no rounding
 * error adds up. Line k is sent by sender {@code k mod senders}; a worker takes those of its own senders, in order. {@link Churn}
 * has clients leave where others send, and workers where others have senders.
 *
 * <p>Threads: its worker's.
 */
final class Schedule {
    private final int[] ownSenders;
    private final int senders;
    private final double nanosPerLine;
    private final long startNanos;
    private final long endNanos;
    private long round;
    private int index;

    /** @param ownSenders ascending */
    Schedule(int[] ownSenders, int senders, double linesPerSecond, long startNanos, long endNanos) {
        this.ownSenders = ownSenders;
        this.senders = senders;
        this.nanosPerLine = 1e9 / linesPerSecond;
        this.startNanos = startNanos;
        this.endNanos = endNanos;
    }

    /** When the next line is due; {@link Long#MAX_VALUE} if there is none. */
    long nextDueNanos() {
        if (ownSenders.length == 0) {
            return Long.MAX_VALUE;
        }
        long due = startNanos + (long) ((round * senders + ownSenders[index]) * nanosPerLine);
        return due < endNanos ? due : Long.MAX_VALUE;
    }

    /** The sender of the next line, as an index of the own senders. The line is done with. */
    int take() {
        int taken = index++;
        if (index == ownSenders.length) {
            index = 0;
            round++;
        }
        return taken;
    }

    /** How many lines are due in a time that begins at the start. */
    static long linesIn(long nanos, double linesPerSecond) {
        long estimate = (long) (nanos / (1e9 / linesPerSecond));
        while ((long) (estimate * (1e9 / linesPerSecond)) < nanos) {
            estimate++;
        }
        while (estimate > 0 && (long) ((estimate - 1) * (1e9 / linesPerSecond)) >= nanos) {
            estimate--;
        }
        return estimate;
    }
}
