package dev.muxbench.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that runs a command of Muxbench, started by the same launcher as in production. The server in it stops when its standard input
 * ends.
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

    /** For the launcher. */
    private Map<String, String> environment() {
        var given = System.getenv().getOrDefault("MUXBENCH_JAVA_OPTS", "");
        var environment = new HashMap<String, String>();
        environment.put("MUXBENCH_BUILD", "never"); // all trials measure the same build
        environment.put("MUXBENCH_JAVA_OPTS", (given + " " + String.join(" ", allJvmOptions())).strip());
        if (java != null) {
            environment.put("JAVA_HOME", java.toString());
        }
        return environment;
    }

    private List<String> allJvmOptions() {
        var options = new ArrayList<>(List.of(GC_LOG));
        options.addAll(jvmOptions);
        return options;
    }
}
