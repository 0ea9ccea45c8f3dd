package dev.muxbench.experiment.soak;

import dev.muxbench.experiment.Jcmd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The resources that an idle server holds (Linux, HotSpot). */
enum Vitals {
    /** Bytes of live objects after a full collection. */
    LIVE_HEAP("liveHeapBytes", "bytes of live heap", 256 << 10),
    /** Bytes outside the heap that the JVM's classes have asked for, as native memory tracking counts them under "Other". */
    DIRECT("directBytes", "bytes of direct memory", 256 << 10),
    DESCRIPTORS("descriptors", "file descriptors", 2),
    THREADS("threads", "threads", 2);

    /** The JVM must be started with it. */
    static final String JVM_OPTION = "-XX:NativeMemoryTracking=summary";

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)\\s*$");
    private static final Pattern OTHER = Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB");
    private static final Pattern THREAD_COUNT = Pattern.compile("(?m)^Threads:\\s+(\\d+)");
    private static final long KIB = 1024;

    private final String key;
    private final String label;
    private final double resolution;

    Vitals(String key, String label, double resolution) {
        this.key = key;
        this.label = label;
        this.resolution = resolution;
    }

    /** Among a trial's figures. */
    String key() {
        return key;
    }

    /** Returns the name for people. */
    String label() {
        return label;
    }

    /** A rise of less is none, because pools and caches fill within it. */
    double resolution() {
        return resolution;
    }

    /** @throws IOException if the server does not tell */
    static Map<Vitals, Double> of(ProcessHandle server) throws IOException {
        var proc = Path.of("/proc", String.valueOf(server.pid()));
        var vitals = new EnumMap<Vitals, Double>(Vitals.class);
        vitals.put(LIVE_HEAP, number(Jcmd.ask(server, "GC.class_histogram"), TOTAL));
        vitals.put(DIRECT, KIB * number(Jcmd.ask(server, "VM.native_memory", "summary", "scale=KB"), OTHER));
        vitals.put(THREADS, number(Files.readString(proc.resolve("status")), THREAD_COUNT));
        try (var descriptors = Files.list(proc.resolve("fd"))) {
            vitals.put(DESCRIPTORS, (double) descriptors.count());
        }
        return vitals;
    }

    private static double number(String text, Pattern pattern) throws IOException {
        var match = pattern.matcher(text);
        if (!match.find()) {
            throw new IOException("the server's JVM does not tell " + pattern);
        }
        return Double.parseDouble(match.group(1));
    }
}
