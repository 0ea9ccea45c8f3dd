package dev.muxbench.load.judge;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * What this machine's clock and timer can tell apart. Threads: any.
 *
 * @param stepNanos  the smallest difference of two readings of {@link System#nanoTime()} that were not the same
 * @param readNanos  what a reading costs
 * @param sleepNanos how long the shortest sleep takes, the median of some
 */
public record ClockResolution(long stepNanos, double readNanos, long sleepNanos) {
    private static final int ROUNDS = 5; // the first ones are not compiled yet
    private static final int READINGS = 10_000;
    private static final int SLEEPS = 21;

    /** Takes some milliseconds. */
    public static ClockResolution measure() {
        long step = Long.MAX_VALUE;
        double cost = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            long last = start;
            for (int i = 0; i < READINGS; i++) {
                long now = System.nanoTime();
                if (now != last) {
                    step = Math.min(step, now - last);
                }
                last = now;
            }
            cost = Math.min(cost, (double) (last - start) / READINGS);
        }
        return new ClockResolution(step, cost, shortestSleep());
    }

    private static long shortestSleep() {
        long[] nanos = new long[SLEEPS];
        for (int i = 0; i < SLEEPS; i++) {
            long start = System.nanoTime();
            LockSupport.parkNanos(1);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[SLEEPS / 2];
    }
}
