package dev.muxbench.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells where this process writes to. */
public final class StandardStreams {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private StandardStreams() {}

    /**
     * Whether standard output and standard error end in one place: a terminal, the journal, one file. Only Linux tells
     * (proc_pid_fd(5)); elsewhere false.
     */
    public static boolean areOne() {
        try {
            return Files.readSymbolicLink(DESCRIPTORS.resolve("1"))
                    .equals(Files.readSymbolicLink(DESCRIPTORS.resolve("2")));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
