package dev.muxbench.load.schedule;

import java.util.SplittableRandom;

/**
 * A Poisson process whose rate follows a {@link RateCurve}: the distances are exponentially distributed with mean 1 on the axis of
 * lines, and the curve leads from there to time (inversion of the cumulative rate; Cinlar, Introduction to Stochastic Processes, 1975).
 * Each line is any sender's with the same probability, which makes each sender a Poisson process, independent of the others; so are
 * the senders of different workers.
 *
 * <p>Threads: its worker's.
 */
public final class PoissonSchedule implements Schedule {
    private final int ownSenders;
    private final double share;
    private final RateCurve curve;
    private final SplittableRandom random;
    private final long startNanos;
    private final long endNanos;
    private double lines; // of all senders, that became due until the next one of the own ones
    private long nextDue;

    /** @param seed another one for each worker */
    public PoissonSchedule(int ownSenders, int senders, RateCurve curve, long seed, long startNanos, long endNanos) {
        this.ownSenders = ownSenders;
        this.share = (double) ownSenders / senders;
        this.curve = curve;
        this.random = new SplittableRandom(seed);
        this.startNanos = startNanos;
        this.endNanos = endNanos;
        advance();
    }

    private void advance() {
        if (ownSenders == 0) {
            nextDue = Long.MAX_VALUE;
            return;
        }
        lines -= Math.log(1 - random.nextDouble()) / share;
        long due = startNanos + curve.nanosUntil(lines);
        nextDue = due < endNanos ? due : Long.MAX_VALUE;
    }

    @Override
    public long nextDueNanos() {
        return nextDue;
    }

    @Override
    public int take() {
        advance();
        return random.nextInt(ownSenders);
    }

    /** Returns the expected number of lines, because the lines themselves are not drawn yet. */
    @Override
    public long remaining() {
        if (nextDue == Long.MAX_VALUE) {
            return 0;
        }
        Timetable timetable = curve::nanosUntil;
        return 1 + Math.round((timetable.linesIn(endNanos - startNanos) - lines) * share);
    }
}
