package dev.muxbench.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells whether a process may read the processor's own counters on this machine (cycles, cache misses; see
 * perf_event_open(2)). A run reads none of them.
 *
 * <p>Threads: any.
 */
final class HardwareCounters {
    private static final int OWN_PROCESSES = 2; // highest kernel.perf_event_paranoid that permits own processes

    private HardwareCounters() {}

    /** Returns in words whether the counters are available. */
    static String inWords() {
        return inWords(Path.of("/sys/bus/event_source/devices"), Path.of("/proc/sys/kernel/perf_event_paranoid"));
    }

    /**
     * @param devices folder of the kernel's event sources; a processor's is named {@code cpu}, {@code cpu_core} or
     *     {@code armv8_...}
     */
    static String inWords(Path devices, Path paranoid) {
        try (var processors = Files.newDirectoryStream(devices, "{cpu,cpu_*,arm*}")) {
            if (!processors.iterator().hasNext()) {
                return "not available here: the kernel knows none of this processor, as in most virtual machines";
            }
            int level = Integer.parseInt(Files.readString(paranoid).strip());
            return level > OWN_PROCESSES
                    ? "not available here: kernel.perf_event_paranoid is " + level
                    : "read by no run; perf stat -p PID shows those of a server";
        } catch (IOException | NumberFormatException e) {
            return "not available here: the kernel has no perf events";
        }
    }
}
