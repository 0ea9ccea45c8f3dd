package dev.muxbench.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a process has used since its start. Unknown values are null: Linux tells all of them, other systems only the CPU
 * time.
 *
 * @param cpuNanos            user and system time, read before the other values
 * @param residentBytes       resident set size, now (proc_pid_status(5))
 * @param minorFaults         page faults without I/O (proc_pid_stat(5))
 * @param majorFaults         page faults with I/O
 * @param voluntarySwitches   times that one of the present threads gave up its core to wait (proc_pid_status(5))
 * @param involuntarySwitches times that one of the present threads was preempted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProcessUse(
        long cpuNanos,
        @Nullable Long residentBytes,
        @Nullable Long minorFaults,
        @Nullable Long majorFaults,
        @Nullable Long voluntarySwitches,
        @Nullable Long involuntarySwitches) {
    private static final int MINOR_FAULTS = 7; // index in /proc/PID/stat, from the field behind the name
    private static final int MAJOR_FAULTS = 9;

    /** Reads the values so far. */
    public static ProcessUse of(ProcessHandle process) {
        long cpuNanos = cpuNanos(process);
        var folder = Path.of("/proc/" + process.pid());
        var stat = afterName(folder.resolve("stat"));
        var switches = switches(folder.resolve("task"));
        return new ProcessUse(
                cpuNanos,
                residentBytes(process),
                stat.isEmpty() ? null : Long.valueOf(stat.get(MINOR_FAULTS)),
                stat.isEmpty() ? null : Long.valueOf(stat.get(MAJOR_FAULTS)),
                switches == null ? null : switches[0],
                switches == null ? null : switches[1]);
    }

    /** Reads the CPU time only, which costs less; 0 if unknown. */
    public static long cpuNanos(ProcessHandle process) {
        return CpuClock.nanos(process.pid())
                .orElseGet(() ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos());
    }

    /** Reads the resident set size only; null if unknown. */
    public static @Nullable Long residentBytes(ProcessHandle process) {
        return field(text(Path.of("/proc/" + process.pid() + "/status")), "VmRSS:", 1 << 10);
    }

    /** Returns the fields behind the process's name, which may contain blanks and brackets. */
    private static List<String> afterName(Path stat) {
        try {
            var line = Files.readString(stat);
            return List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Returns the voluntary and the involuntary switches of all threads; each thread has a file of its own. */
    private static long @Nullable [] switches(Path folder) {
        var sums = new long[2];
        try (var tasks = Files.newDirectoryStream(folder)) {
            for (var task : tasks) {
                var status = text(task.resolve("status")); // empty if its thread has ended
                sums[0] += Objects.requireNonNullElse(field(status, "voluntary_ctxt_switches:", 1), 0L);
                sums[1] += Objects.requireNonNullElse(field(status, "nonvoluntary_ctxt_switches:", 1), 0L);
            }
            return sums;
        } catch (IOException | DirectoryIteratorException e) {
            return null;
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns a value from lines like {@code name: value}; null if there is no such line. */
    private static @Nullable Long field(String lines, String name, long unit) {
        int line = lines.lastIndexOf("\n" + name); // from the end, where the switches are
        if (line < 0) {
            return null;
        }
        int from = line + 1 + name.length();
        while (Character.isWhitespace(lines.charAt(from))) {
            from++;
        }
        int to = from;
        while (Character.isDigit(lines.charAt(to))) {
            to++;
        }
        return Long.parseLong(lines, from, to, 10) * unit;
    }

    /** Returns the program and its arguments, separated by blanks; empty if unknown. */
    public static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")) // the JDK truncates it
                    .replace('\0', ' ')
                    .strip();
        } catch (IOException e) {
            return process.info().commandLine().orElse("");
        }
    }
}
