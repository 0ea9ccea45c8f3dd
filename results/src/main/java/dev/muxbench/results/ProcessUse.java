package dev.muxbench.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * CPU time and memory of another process.
 *
 * <p>Threads: any.
 */
public final class ProcessUse {
    private static final String RSS = "VmRSS:";

    private ProcessUse() {}

    /** User and system time since its start, in steps of 10 ms on Linux; zero where it cannot be told. */
    public static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
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

    /** Resident set size in bytes (proc_pid_status(5)), or 0 where it cannot be told. */
    public static long residentBytes(ProcessHandle process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith(RSS))
                    .map(line -> line.substring(RSS.length()).strip())
                    .mapToLong(value -> Long.parseLong(value.substring(0, value.indexOf(' '))) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
