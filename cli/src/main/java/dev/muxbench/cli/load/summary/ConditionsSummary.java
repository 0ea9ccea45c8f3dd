package dev.muxbench.cli.load.summary;

import dev.muxbench.load.judge.Conditions;
import dev.muxbench.load.judge.LoadReport;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Says what a load report tells about the generator and the machine, in words and as JSON. Threads: any. */
final class ConditionsSummary {
    private ConditionsSummary() {}

    static void print(PrintWriter out, LoadReport report) {
        var conditions = report.conditions();
        LoadSummary.printHistogram(out, "wake-up err", conditions.wakeUpErrorNanos());
        out.printf(
                Locale.ROOT,
                "machine       %s of its CPU time given to others by the hypervisor%n",
                percent(conditions.stealShare()));
        out.printf(
                Locale.ROOT,
                "generator     %s of CPU per delivery (%s%s); headroom %s: a worker was busy %s, and waited for a core %s, at most;"
                        + " %d GC pauses, %d ms, longest %d ms%n",
                nanos(report.cpuPerDelivery()),
                report.plan().transport(),
                report.plan().speech().tls() == null ? "" : ", TLS",
                percent(conditions.headroom()),
                percent(conditions.busiest()),
                percent(conditions.longestWait()),
                conditions.pauses(),
                conditions.pausedMillis(),
                conditions.longestPauseMillis());
    }

    private static String nanos(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.0f ns", value.getAsDouble()) : LoadSummary.NONE;
    }

    private static String percent(OptionalDouble share) {
        return share.isPresent() ? String.format(Locale.ROOT, "%.1f %%", share.getAsDouble() * 100) : LoadSummary.NONE;
    }

    /** Returns the conditions for JSON. */
    static Map<String, @Nullable Object> asMap(Conditions conditions) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        map.put("watchedSeconds", conditions.watchedNanos() / 1e9);
        map.put("wakeUpErrorNanos", LoadMap.percentiles(conditions.wakeUpErrorNanos()));
        map.put("wakeUpsOutOfRange", conditions.wakeUpsOutOfRange());
        map.put("stealShare", LoadMap.orNull(conditions.stealShare()));
        map.put("headroomShare", LoadMap.orNull(conditions.headroom()));
        map.put("workers", workers(conditions));
        map.put("gcPauses", conditions.pauses());
        map.put("gcPausedMillis", conditions.pausedMillis());
        map.put("gcLongestPauseMillis", conditions.longestPauseMillis());
        map.put("clockStepNanos", conditions.clock().stepNanos());
        map.put("clockReadNanos", conditions.clock().readNanos());
        map.put("shortestSleepNanos", conditions.clock().sleepNanos());
        return map;
    }

    private static List<Map<String, @Nullable Object>> workers(Conditions conditions) {
        var list = new ArrayList<Map<String, @Nullable Object>>();
        for (var worker : conditions.workers()) {
            var map = new LinkedHashMap<String, @Nullable Object>();
            map.put("name", worker.name());
            map.put("cpuShare", worker.cpuShare());
            map.put("busyShare", worker.busyShare());
            map.put("waitShare", LoadMap.orNull(worker.waitShare()));
            list.add(map);
        }
        return list;
    }
}
