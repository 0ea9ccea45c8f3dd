package dev.muxbench.results.compare;

import java.util.Map;

/** Units of JMH's scores: a time per operation, or operations per time. Threads: any. */
public final class Units {
    private static final String PER_OPERATION = "/op";
    private static final String OPERATIONS_PER = "ops/";

    private static final Map<String, Double> NANOS = Map.of(
            "ns", 1.0, "us", 1e3, "ms", 1e6, "s", 1e9, "min", 60e9, "hr", 3600e9, "day",
            86_400e9); // as JMH writes them

    private Units() {}

    /** Returns the factor from one unit to another; NaN if the units measure different things. */
    static double factor(String from, String to) {
        if (from.equals(to)) {
            return 1;
        }
        if (isCost(from) && isCost(to)) {
            return nanosPerOperation(from) / nanosPerOperation(to);
        }
        return isRate(from) && isRate(to) ? nanosOfRate(to) / nanosOfRate(from) : Double.NaN;
    }

    /** True if the unit is a cost per operation, such as a time: lower is better. */
    public static boolean isCost(String unit) {
        return unit.endsWith(PER_OPERATION);
    }

    /** True if the unit is operations per time: higher is better. */
    public static boolean isRate(String unit) {
        return unit.startsWith(OPERATIONS_PER);
    }

    private static double nanosPerOperation(String unit) {
        return NANOS.getOrDefault(unit.substring(0, unit.length() - PER_OPERATION.length()), Double.NaN);
    }

    private static double nanosOfRate(String unit) {
        return NANOS.getOrDefault(unit.substring(OPERATIONS_PER.length()), Double.NaN);
    }
}
