package dev.muxbench.load.schedule;

import dev.muxbench.load.plan.Arrivals;
import java.time.Duration;

/** The times at which the lines of an open loop without chance are due. Threads: any. */
public interface Timetable {
    /** Returns when a line is due, in ns from the start. Times never decrease, and line 0 is due at 0. */
    long dueNanos(long line);

    /** Returns how many lines are due in a time that begins at the start. */
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
