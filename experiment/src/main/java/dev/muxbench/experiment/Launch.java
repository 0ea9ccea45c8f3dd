package dev.muxbench.experiment;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The start of a server's process.
 *
 * @param command     program and arguments
 * @param environment added to this process's own
 * @param ready       matches the line of its output that says it listens; for a JVM of ours the groups are port and threads
 * @param port        that a program was told to listen on; 0 for a JVM of ours, which takes a free one
 */
record Launch(List<String> command, Map<String, String> environment, Pattern ready, int port) {
    boolean isJvm() {
        return port == 0;
    }
}
