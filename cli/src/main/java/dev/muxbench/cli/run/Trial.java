package dev.muxbench.cli.run;

import dev.muxbench.load.LoadReport;
import dev.muxbench.load.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One server under one load.
 *
 * @param backend             its name
 * @param clients             connections
 * @param round               from 1
 * @param scenario            its name
 * @param verdict             of the load generator, or why there is no report
 * @param report              null if there is none
 * @param serverCpuNanosPerDelivery user and system time of the server's process; NaN if unknown
 * @param serverResidentBytes at the end; 0 if unknown
 * @param serverThreads       its event loops, carriers and the like; empty if unknown
 */
record Trial(
        String backend,
        int clients,
        int round,
        String scenario,
        Verdict verdict,
        @Nullable LoadReport report,
        double serverCpuNanosPerDelivery,
        long serverResidentBytes,
        String serverThreads) {

    static Trial failed(String backend, int clients, int round, String scenario, String reason) {
        return new Trial(
                backend, clients, round, scenario, new Verdict.Failed(List.of(reason)), null, Double.NaN, 0, "");
    }

    String title() {
        return backend + ", " + clients + " clients, " + scenario + ", round " + round;
    }

    /** For JSON: names end in their unit. */
    Map<String, Object> asMap() {
        var map = new LinkedHashMap<String, Object>();
        map.put("backend", backend);
        map.put("clients", clients);
        map.put("round", round);
        map.put("scenario", scenario);
        map.put("verdict", verdict.describe());
        if (report != null) {
            var latency = report.latencyNanos();
            map.put("deliveries", report.delivered());
            map.put("lost", report.faults().lost());
            map.put("deliveriesPerSecond", report.deliveriesPerSecond());
            map.put("latencyP50Nanos", latency.getValueAtPercentile(50));
            map.put("latencyP99Nanos", latency.getValueAtPercentile(99));
            map.put("latencyP999Nanos", latency.getValueAtPercentile(99.9));
            map.put("latencyMaxNanos", latency.getMaxValue());
            map.put("generatorCpuNanosPerDelivery", report.cpuNanosPerDelivery());
            map.put("serverCpuNanosPerDelivery", serverCpuNanosPerDelivery);
            map.put("serverResidentBytes", serverResidentBytes);
            map.put("serverThreads", serverThreads);
        }
        return map;
    }
}
