package dev.muxbench.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server that is compared: a backend, and what is different about it.
 *
 * @param name         in tables and file names
 * @param backend      that it runs
 * @param serveOptions beyond those of the scenario
 * @param jvmOptions   beyond the launcher's own
 * @param java         home of the JDK or runtime image that it runs on; null for the launcher's choice
 * @param build        folder of the built tree, or the unpacked archive, that it is of; null for this one
 */
public record Contestant(
        String name,
        String backend,
        List<String> serveOptions,
        List<String> jvmOptions,
        @Nullable Path java,
        @Nullable Path build) {
    private static final Pattern FORM = Pattern.compile("(?:([^=\\[]*)=)?([^\\[\\]=]+)(?:\\[([^\\]]*)])?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");
    private static final String JVM_OPTION = "-J";
    private static final String JAVA = "java:";
    private static final String BUILD = "build:";

    /** A backend as it is. */
    public Contestant(String name, String backend) {
        this(name, backend, List.of(), List.of(), null, null);
    }

    /**
     * {@code backend}, {@code name=backend} or {@code name=backend[settings]}. Settings are options of {@code serve}, JVM options
     * behind {@code -J}, {@code java:DIR} and {@code build:DIR}, with blanks between.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static Contestant parse(String text) {
        var match = FORM.matcher(text.strip());
        require(match.matches(), "'" + text + "' is none of nio, again=nio and two=nio[--io-threads 2]");
        var backend = match.group(2).strip();
        var name = match.group(1) == null ? backend : match.group(1).strip();
        require(NAME.matcher(name).matches(), "'" + name + "' is no name: letters, digits, '.', '_' and '-', up to 40");
        if (match.group(3) == null) {
            return new Contestant(name, backend);
        }
        require(match.group(1) != null, text + " needs a name, as in two=" + text);
        return new Settings(match.group(3)).of(name, backend);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** What is in brackets. */
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

        Contestant of(String name, String backend) {
            return new Contestant(name, backend, List.copyOf(serveOptions), List.copyOf(jvmOptions), java, build);
        }
    }

    private static Path launcherOf(Path build) {
        var launcher = build.resolve("muxbench");
        return Files.isRegularFile(launcher) ? launcher : build.resolve("bin/muxbench");
    }

    /** The same under another name, with another backend. */
    public Contestant running(String otherName, String otherBackend) {
        return new Contestant(otherName, otherBackend, serveOptions, jvmOptions, java, build);
    }

    /** The launcher of its build; null for this one. */
    @Nullable
    Path launcher() {
        return build == null ? null : launcherOf(build);
    }

    /** Without its name, as it is written. */
    String text() {
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

    static List<String> names(List<Contestant> contestants) {
        return contestants.stream().map(Contestant::name).toList();
    }
}
