package dev.muxbench.load.schedule;

/**
 * Line k of a {@link Timetable} is sent by sender {@code k mod senders}; a worker takes those of its own senders, in order.
 *
 * <p>Threads: its worker's.
 */
public final class EvenSchedule implements Schedule {
    private final int[] ownSenders;
    private final int senders;
    private final Timetable timetable;
    private final long startNanos;
    private final long endNanos;
    private long round;
    private int index;

    /** @param ownSenders ascending */
    public EvenSchedule(int[] ownSenders, int senders, Timetable timetable, long startNanos, long endNanos) {
        this.ownSenders = ownSenders;
        this.senders = senders;
        this.timetable = timetable;
        this.startNanos = startNanos;
        this.endNanos = endNanos;
    }

    @Override
    public long nextDueNanos() {
        if (ownSenders.length == 0) {
            return Long.MAX_VALUE;
        }
        long due = startNanos + timetable.dueNanos(round * senders + ownSenders[index]);
        return due < endNanos ? due : Long.MAX_VALUE;
    }

    @Override
    public int take() {
        int taken = index++;
        if (index == ownSenders.length) {
            index = 0;
            round++;
        }
        return taken;
    }

    @Override
    public long remaining() {
        long lines = timetable.linesIn(endNanos - startNanos);
        long left = 0;
        for (int i = 0; i < ownSenders.length; i++) {
            long all = (lines - ownSenders[i] + senders - 1) / senders; // of this sender
            left += Math.max(0, all - round - (i < index ? 1 : 0));
        }
        return left;
    }
}
