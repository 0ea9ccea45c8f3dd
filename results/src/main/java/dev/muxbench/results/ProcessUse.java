package dev.muxbench.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a process has used since its start. What cannot be told is null: on Linux it is all there, elsewhere CPU time only.
 *
 * @param cpuNanos            user and system time, read before all else
 * @param residentBytes       resident set size, now (proc_pid_status(5))
 * @param minorFaults         page faults without I/O (proc_pid_stat(5))
 * @param majorFaults         page faults with I/O
 * @param voluntarySwitches   times that one of its present threads gave up its core to wait (proc_pid_status(5))
 * @param involuntarySwitches times that one of them was made to
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProcessUse(
        long cpuNanos,
        @Nullable Long residentBytes,
        @Nullable Long minorFaults,
        @Nullable Long majorFaults,
        @Nullable Long voluntarySwitches,
        @Nullable Long involuntarySwitches) {
    private static final int MINOR_FAULTS = 7; // place in /proc/PID/stat, counted from behind the name
    private static final int MAJOR_FAULTS = 9;

    /** By now. */
    public static ProcessUse of(ProcessHandle process) {
        long cpuNanos = cpuNanos(process);
        var folder = Path.of("/proc/" + process.pid());
        var stat = afterName(folder.resolve("stat"));
        var tasks = tasks(folder);
        return new ProcessUse(
                cpuNanos,
                residentBytes(process),
                stat.isEmpty() ? null : Long.valueOf(stat.get(MINOR_FAULTS)),
                stat.isEmpty() ? null : Long.valueOf(stat.get(MAJOR_FAULTS)),
                sum(tasks, "voluntary_ctxt_switches:"),
                sum(tasks, "nonvoluntary_ctxt_switches:"));
    }

    /** Of this alone, which costs less. */
    public static long cpuNanos(ProcessHandle process) {
        return CpuClock.nanos(process.pid())
                .orElseGet(() ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos());
    }

    /** Of this alone; null where it cannot be told. */
    public static @Nullable Long residentBytes(ProcessHandle process) {
        return field(Path.of("/proc/" + process.pid() + "/status"), "VmRSS:", 1 << 10);
    }

    /** The name may have blanks and brackets in it. */
    private static List<String> afterName(Path stat) {
        try {
            var line = Files.readString(stat);
            return List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<Path> tasks(Path folder) {
        try (var tasks = Files.list(folder.resolve("task"))) {
            return tasks.map(task -> task.resolve("status")).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static @Nullable Long sum(List<Path> files, String name) {
        long sum = 0;
        for (var file : files) {
            var value = field(file, name, 1);
            sum += value == null ? 0 : value; // its thread has ended
        }
        return files.isEmpty() ? null : sum;
    }

    private static @Nullable Long field(Path file, String name, long unit) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()).strip().split(" ")[0])
                    .map(value -> Long.parseLong(value) * unit)
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    /** Program and arguments with blanks between; empty where it cannot be told. */
    public static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")) // the JDK's own way cuts it off
                    .replace('\0', ' ')
                    .strip();
        } catch (IOException e) {
            return process.info().commandLine().orElse("");
        }
    }
}
