package dev.muxbench.load.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The number of files and sockets that this process may open (getrlimit(2), RLIMIT_NOFILE). */
public final class DescriptorLimit {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String ROW = "Max open files";
    private static final int RESERVE = 100; // the JVM's own, jars, selectors

    private DescriptorLimit() {}

    /** The limit, or {@link Long#MAX_VALUE} where it cannot be told. */
    public static long current() {
        try {
            return Files.readAllLines(LIMITS).stream()
                    .filter(line -> line.startsWith(ROW))
                    .map(line -> line.substring(ROW.length()).strip().split("\\s+")[0])
                    .filter(soft -> !soft.equals("unlimited"))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /** The descriptors that so many connections need, those of the process itself included. */
    public static long needed(long connections) {
        return connections + RESERVE;
    }

    /** Returns in a line why this process cannot have so many connections, and what to do; empty if it can. */
    public static Optional<String> shortage(long connections) {
        long needed = needed(connections);
        long limit = current();
        return needed <= limit
                ? Optional.empty()
                : Optional.of(connections + " clients need " + needed + " file descriptors, the limit is " + limit
                        + "; raise it with: ulimit -n " + needed);
    }
}
