package dev.muxbench.experiment;

import dev.muxbench.experiment.AgentLine.Order;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that runs a command of Muxbench, started by the same launcher as in production. The server in it stops at the end of its standard
 * input.
 *
 * @param jvmOptions beyond the launcher's own
 * @param java       home of the JDK or runtime image; null for the launcher's choice
 * @param launcher   of another build; null for this one's
 */
record MuxbenchCommand(
        List<String> jvmOptions,
        @Nullable Path java,
        @Nullable Path launcher) {
    private static final Pattern LISTENING = Pattern.compile("listening on \\S*:(\\d+), \\S+ [^,]+, (.*)");
    static final String GC_LOG = "-Xlog:gc,gc+phases:stderr:utctime,level,tags"; // into the server's own log

    Launch launch(String command, List<String> words) {
        return new Launch(command(command, words), environment(), LISTENING, 0);
    }

    /**
     * Starts the command on the servers' machine.
     *
     * @throws Server.StartFailure with a message for the user if it does not listen
     */
    StartedServer start(String command, List<String> words, Placement placement, Path log)
            throws IOException, InterruptedException {
        var to = ServerLog.create(log);
        if (placement.host() == null) {
            return ServerProcess.start(launch(command, words), placement, to);
        }
        var options = new ArrayList<>(givenJvmOptions());
        options.addAll(jvmOptions);
        return AgentServer.start(placement.host(), new Order(command, words, options, placement.serverCpus()), to);
    }

    private List<String> command(String name, List<String> words) {
        var command = new ArrayList<String>();
        var path = launcher == null ? System.getProperty("muxbench.launcher") : launcher.toString();
        if (path != null) {
            command.add(path);
        } else {
            var home = java == null ? Path.of(System.getProperty("java.home")) : java;
            command.add(home.resolve("bin/java").toString());
            if (jvmOptions.stream().noneMatch(option -> option.matches("-XX:\\+Use\\w+GC"))) {
                command.add("-XX:+UseSerialGC");
            }
            command.add("--enable-native-access=ALL-UNNAMED");
            command.addAll(allJvmOptions());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.muxbench.cli.Main"));
        }
        command.add(name);
        command.addAll(words);
        return command;
    }

    /** Returns the environment for the launcher. */
    private Map<String, String> environment() {
        var options = new ArrayList<>(givenJvmOptions());
        options.addAll(allJvmOptions());
        var environment = new HashMap<String, String>();
        environment.put("MUXBENCH_BUILD", "never"); // all trials measure the same build
        environment.put("MUXBENCH_JAVA_OPTS", String.join(" ", options));
        if (java != null) {
            environment.put("JAVA_HOME", java.toString());
        }
        return environment;
    }

    private static List<String> givenJvmOptions() {
        return Stream.of(System.getenv().getOrDefault("MUXBENCH_JAVA_OPTS", "").split(" "))
                .filter(option -> !option.isBlank())
                .toList();
    }

    private List<String> allJvmOptions() {
        var options = new ArrayList<>(List.of(GC_LOG));
        options.addAll(jvmOptions);
        return options;
    }
}
