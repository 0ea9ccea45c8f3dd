package dev.muxbench.load;

import org.HdrHistogram.Histogram;

/** How late a thread has woken that sleeps for the same time again and again. Threads: its own. */
final class WakeUps {
    private final long periodNanos;
    private final Histogram errorNanos = Recording.newHistogram();
    private long outOfRange;

    WakeUps(long periodNanos) {
        this.periodNanos = periodNanos;
    }

    /** One long sleep stands for all the short ones that had no chance to be late (Gil Tene's correction). */
    void onAwake(long lateNanos) {
        if (lateNanos > Recording.HIGHEST_NANOS) {
            outOfRange++;
        } else {
            errorNanos.recordValueWithExpectedInterval(Math.max(0, lateNanos), periodNanos);
        }
    }

    Histogram errorNanos() {
        return errorNanos;
    }

    long outOfRange() {
        return outOfRange;
    }
}
