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

    /** Returns what a process has used until now. */
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

    /** Returns the CPU time alone, in ns, because that costs less. */
    public static long cpuNanos(ProcessHandle process) {
        return CpuClock.nanos(process.pid())
                .orElseGet(() ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos());
    }

    /** Returns the resident bytes alone; null if the system does not tell them. */
    public static @Nullable Long residentBytes(ProcessHandle process) {
        return field(text(Path.of("/proc/" + process.pid() + "/status")), "VmRSS:", 1 << 10);
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

    /** Voluntary and other ones of all threads, each of which has a file of its own. */
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

    /** Returns a value of lines such as {@code name: value}; null if there is none. */
    private static @Nullable Long field(String lines, String name, long unit) {
        int line = lines.lastIndexOf("\n" + name); // the switches are at the end
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
