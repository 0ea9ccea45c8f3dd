package dev.muxbench.experiment;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How a server's process is started.
 *
 * @param command     program and arguments
 * @param environment what it has beside this process's
 * @param ready       a line of its output once it listens; of a JVM of ours with two groups, its port and its threads
 * @param port        on which a program was told to listen; 0 for a JVM of ours, which takes any
 */
record Launch(List<String> command, Map<String, String> environment, Pattern ready, int port) {
    boolean isJvm() {
        return port == 0;
    }
}
