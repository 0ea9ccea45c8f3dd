package dev.muxbench.load.schedule;

import dev.muxbench.load.plan.Arrivals;
import java.time.Duration;

/** When each line of an open loop is due that leaves nothing to chance. Threads: any. */
public interface Timetable {
    /** In ns from the start; never less than that of the line before. Line 0 is due at 0. */
    long dueNanos(long line);

    /** How many lines are due in a time that begins at the start. */
    default long linesIn(long nanos) {
        if (nanos <= 0) {
            return 0;
        }
        long due = 0; // the last line that is known to be due
        long step = 1;
        while (dueNanos(due + step) < nanos) {
            due += step;
            step *= 2;
        }
        for (; step > 0; step /= 2) {
            if (dueNanos(due + step) < nanos) {
                due += step;
            }
        }
        return due + 1;
    }

    static Timetable constant(double linesPerSecond) {
        return RateCurve.of(new Arrivals.ConstantRate(linesPerSecond), Duration.ZERO)::nanosUntil;
    }
}
