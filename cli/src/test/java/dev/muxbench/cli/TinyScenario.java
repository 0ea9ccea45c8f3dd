package dev.muxbench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;

/** A scenario that takes less than a second. Threads: any. */
final class TinyScenario {
    private static final String TEXT = """
            question: How?
            need: the best
            clients: 6
            senders: 2
            size: 64
            rate: 200
            most-late: 10s
            warmup: 100ms
            duration: 300ms
            primary: deliveriesPerSecond
            figures: [deliveriesPerSecond, serverCpuNanosPerDelivery, latencyP99Nanos]
            """;

    private TinyScenario() {}

    /** A file {@code tiny.yaml}. */
    static Path in(Path folder, String... lines) throws IOException {
        return named(folder, "tiny", lines);
    }

    /** @param lines in place of those with the same key, or beside them */
    static Path named(Path folder, String name, String... lines) throws IOException {
        var byKey = new LinkedHashMap<String, String>();
        TEXT.lines().forEach(line -> byKey.put(key(line), line));
        for (var line : lines) {
            byKey.put(key(line), line);
        }
        return Files.write(folder.resolve(name + ".yaml"), byKey.values());
    }

    private static String key(String line) {
        return line.substring(0, line.indexOf(':'));
    }
}
