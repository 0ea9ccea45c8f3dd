package dev.muxbench.results;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * The machine and the JVM of a run. A value that cannot be read here is {@code unknown}.
 *
 * <p>Threads: any.
 */
public final class Environment {
    private static final String UNKNOWN = "unknown";
    private static final List<String> SYSCTLS = List.of(
            "net/core/somaxconn",
            "net/core/wmem_max",
            "net/core/rmem_max",
            "net/ipv4/tcp_wmem",
            "net/ipv4/tcp_rmem",
            "net/ipv4/tcp_mem",
            "net/ipv4/ip_local_port_range",
            "kernel/io_uring_disabled");

    private Environment() {}

    /** Returns all that a reader of figures has to know: names to values, in the order to show them. */
    public static Map<String, Object> capture() {
        var map = new LinkedHashMap<String, Object>();
        map.put("cpu", firstValue(Path.of("/proc/cpuinfo"), "model name"));
        map.put("cores", Runtime.getRuntime().availableProcessors());
        map.put("governor", read("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
        map.put("cpuQuota", read("/sys/fs/cgroup/cpu.max"));
        map.put("memory", firstValue(Path.of("/proc/meminfo"), "MemTotal"));
        map.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        map.put("kernel", System.getProperty("os.version"));
        map.put("clockSource", read("/sys/devices/system/clocksource/clocksource0/current_clocksource"));
        map.put("loadAverage", read("/proc/loadavg"));
        map.put("openFiles", firstValue(Path.of("/proc/self/limits"), "Max open files"));
        map.put("sysctl", sysctls());
        map.put("hardwareCounters", HardwareCounters.inWords());
        map.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        map.put("generatorGc", collectors());
        map.put("generatorJvmOptions", ManagementFactory.getRuntimeMXBean().getInputArguments());
        return map;
    }

    private static Map<String, String> sysctls() {
        var map = new LinkedHashMap<String, String>();
        for (var name : SYSCTLS) {
            map.put(name.replace('/', '.'), read("/proc/sys/" + name));
        }
        return map;
    }

    private static List<String> collectors() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(GarbageCollectorMXBean::getName)
                .toList();
    }

    /** Returns the machine and the JVM in one line for people. */
    public static String summary() {
        return firstValue(Path.of("/proc/cpuinfo"), "model name") + ", "
                + Runtime.getRuntime().availableProcessors() + " cores, " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + ", JDK " + System.getProperty("java.runtime.version");
    }

    /** Returns the load average over the last minute: running and runnable threads of the whole machine; empty if unknown. */
    public static OptionalDouble load() {
        double average = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return average < 0 ? OptionalDouble.empty() : OptionalDouble.of(average);
    }

    /** Returns the commit of the checkout around a folder, with {@code -dirty} if a file is changed. */
    public static String gitCommit(Path folder) {
        var commit = run(folder, "git", "rev-parse", "HEAD");
        if (commit.isEmpty()) {
            return UNKNOWN;
        }
        var changes = run(folder, "git", "status", "--porcelain");
        return commit.get().strip() + (changes.filter(String::isBlank).isPresent() ? "" : "-dirty");
    }

    private static Optional<String> run(Path folder, String... command) {
        try {
            var process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? Optional.of(output)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static String read(String path) {
        try {
            return Files.readString(Path.of(path)).strip();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** Returns the rest of the first line that begins with a name, without the colon or blanks between. */
    private static String firstValue(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length())
                            .replaceFirst("^[\\s:]+", "")
                            .replaceAll("\\s+", " "))
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
