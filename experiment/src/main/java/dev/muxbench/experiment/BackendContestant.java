package dev.muxbench.experiment;

import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.protocol.Protocol;
import dev.muxbench.load.protocol.Protocols;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A backend with its settings.
 *
 * @param backend      name of the backend
 * @param serveOptions beyond those of the scenario
 * @param jvmOptions   beyond the launcher's own
 * @param java         home of the JDK or runtime image to run on; null for the launcher's choice
 * @param build        folder of a built tree or an unpacked archive; null for this build
 */
public record BackendContestant(
        String name,
        String backend,
        List<String> serveOptions,
        List<String> jvmOptions,
        @Nullable Path java,
        @Nullable Path build)
        implements Contestant {
    private static final Pattern FORM = Pattern.compile("(?:([^=\\[]*)=)?([^\\[\\]=]+)(?:\\[([^\\]]*)])?");
    private static final String JVM_OPTION = "-J";
    private static final String JAVA = "java:";
    private static final String BUILD = "build:";
    private static final String PORT = "--port";

    /** A backend with its default settings. */
    public BackendContestant(String name, String backend) {
        this(name, backend, List.of(), List.of(), null, null);
    }

    /**
     * {@code backend}, {@code name=backend} or {@code name=backend[settings]}. Settings are options of {@code serve}, JVM options
     * behind {@code -J}, {@code java:DIR} and {@code build:DIR}, with blanks between.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static BackendContestant parse(String text) {
        var match = FORM.matcher(text.strip());
        require(match.matches(), "'" + text + "' is none of nio, again=nio and two=nio[--io-threads 2]");
        var backend = match.group(2).strip();
        var name = match.group(1) == null ? backend : match.group(1).strip();
        Contestant.requireName(name);
        if (match.group(3) == null) {
            return new BackendContestant(name, backend);
        }
        require(match.group(1) != null, text + " needs a name, as in two=" + text);
        return new Settings(match.group(3)).of(name, backend);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The settings in brackets. */
    private static final class Settings {
        private final List<String> serveOptions = new ArrayList<>();
        private final List<String> jvmOptions = new ArrayList<>();
        private @Nullable Path java;
        private @Nullable Path build;

        Settings(String text) {
            for (var word : text.strip().split("\\s+")) {
                if (word.startsWith(JVM_OPTION)) {
                    jvmOptions.add(word.substring(JVM_OPTION.length()));
                } else if (word.startsWith(JAVA)) {
                    java = Path.of(word.substring(JAVA.length())).toAbsolutePath();
                    require(Files.isExecutable(java.resolve("bin/java")), java + " has no bin/java");
                } else if (word.startsWith(BUILD)) {
                    build = Path.of(word.substring(BUILD.length())).toAbsolutePath();
                    require(Files.isExecutable(launcherOf(build)), build + " has neither muxbench nor bin/muxbench");
                } else if (!word.isEmpty()) {
                    serveOptions.add(word);
                }
            }
        }

        BackendContestant of(String name, String backend) {
            return new BackendContestant(
                    name, backend, List.copyOf(serveOptions), List.copyOf(jvmOptions), java, build);
        }
    }

    private static Path launcherOf(Path build) {
        var launcher = build.resolve("muxbench");
        return Files.isRegularFile(launcher) ? launcher : build.resolve("bin/muxbench");
    }

    /** Returns this contestant with another JVM option. */
    public BackendContestant withJvmOption(String option) {
        var options = new ArrayList<>(jvmOptions);
        options.add(option);
        return new BackendContestant(name, backend, serveOptions, List.copyOf(options), java, build);
    }

    /** Returns this contestant under another name, with another backend. */
    public BackendContestant running(String otherName, String otherBackend) {
        return new BackendContestant(otherName, otherBackend, serveOptions, jvmOptions, java, build);
    }

    @Override
    public Protocol protocol() {
        return Protocols.CHAT;
    }

    @Override
    public Optional<String> obstacle(LoadPlan plan) {
        return Optional.empty();
    }

    /** Returns the settings as they are written on a command line. */
    @Override
    public String text() {
        var settings = new ArrayList<>(serveOptions);
        jvmOptions.forEach(option -> settings.add(JVM_OPTION + option));
        if (java != null) {
            settings.add(JAVA + java);
        }
        if (build != null) {
            settings.add(BUILD + build);
        }
        return settings.isEmpty() ? backend : backend + "[" + String.join(" ", settings) + "]";
    }

    /** A build and a JDK are of this machine. */
    @Override
    public Optional<String> tieToThisMachine() {
        return java == null && build == null ? Optional.empty() : Optional.of("java: and build: are of this machine");
    }

    @Override
    public Server start(List<String> serverOptions, Placement placement, Path log)
            throws IOException, InterruptedException {
        var server = command().start("serve", words(serverOptions, placement.bindAddress()), placement, log);
        var commandLine = server.about().getOrDefault("command", "");
        if (java != null && !commandLine.startsWith(java + "/bin/java")) {
            server.close(); // its launcher takes another one if that is too old for its build
            throw new Server.StartFailure(
                    java + " cannot run it: it ran on " + commandLine.split(" ")[0]);
        }
        return server;
    }

    private MuxbenchCommand command() {
        return new MuxbenchCommand(jvmOptions, java, build == null ? null : launcherOf(build));
    }

    /** Returns how to launch it on this machine. */
    Launch launch(List<String> serverOptions) {
        return command().launch("serve", words(serverOptions, Placement.FREE.bindAddress()));
    }

    /** Returns the words for {@code serve}, which ignores the user's environment, so that two runs of one scenario measure the same. */
    private List<String> words(List<String> serverOptions, String address) {
        var words = new ArrayList<>(List.of("--ignore-environment", "--stop-at-eof"));
        words.addAll(List.of("--backend", backend, "--host", address));
        if (!serverOptions.contains(PORT)) {
            words.addAll(List.of(PORT, "0"));
        }
        words.addAll(serverOptions);
        words.addAll(serveOptions);
        return words;
    }
}
