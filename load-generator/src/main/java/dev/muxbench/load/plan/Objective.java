package dev.muxbench.load.plan;

import java.time.Duration;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * A latency that must not be exceeded.
 *
 * @param percentile of all deliveries due in the measured time, from when they were due; 100 is the slowest
 * @param bound      exclusive
 */
public record Objective(double percentile, Duration bound) {
    public Objective {
        if (!(percentile > 0 && percentile <= 100)) {
            throw new IllegalArgumentException("slo must be of a percentile above p0, up to p100");
        }
        if (!bound.isPositive()) {
            throw new IllegalArgumentException("slo must be a time above 0");
        }
    }

    /** @return the latency, in ns */
    public long valueNanos(Histogram latencyNanos) {
        return latencyNanos.getValueAtPercentile(percentile);
    }

    public boolean isKept(Histogram latencyNanos) {
        return valueNanos(latencyNanos) < bound.toNanos();
    }

    /** {@code p99} or {@code max}. */
    public String name() {
        if (percentile == 100) {
            return "max";
        }
        return percentile == Math.rint(percentile)
                ? "p" + (int) percentile
                : String.format(Locale.ROOT, "p%s", percentile);
    }
}
