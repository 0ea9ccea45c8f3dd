package dev.muxbench.load.judge;

import dev.muxbench.load.record.Recording;
import org.HdrHistogram.Histogram;

/** The delays with which a thread woke that sleeps for the same time again and again. Threads: that thread. */
public final class WakeUps {
    private final long periodNanos;
    private final Histogram errorNanos = Recording.newHistogram();
    private long outOfRange;

    public WakeUps(long periodNanos) {
        this.periodNanos = periodNanos;
    }

    /** One long sleep stands for all the short ones that had no chance to be late (Gil Tene's correction). */
    public void onAwake(long lateNanos) {
        if (lateNanos > Recording.HIGHEST_NANOS) {
            outOfRange++;
        } else {
            errorNanos.recordValueWithExpectedInterval(Math.max(0, lateNanos), periodNanos);
        }
    }

    public Histogram errorNanos() {
        return errorNanos;
    }

    public long outOfRange() {
        return outOfRange;
    }
}
