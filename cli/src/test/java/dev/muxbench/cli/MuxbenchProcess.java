package dev.muxbench.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How {@code muxbench} is started in a JVM of its own that is soon there. Threads: any. */
public final class MuxbenchProcess {
    private MuxbenchProcess() {}

    /** The words of the command line. */
    public static List<String> command(String... words) {
        return command(List.of(), List.of(words));
    }

    static List<String> command(List<String> jvmOptions, List<String> words) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(words);
        return command;
    }
}
