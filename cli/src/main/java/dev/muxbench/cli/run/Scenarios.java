package dev.muxbench.cli.run;

import dev.muxbench.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The scenario files that come with Muxbench, and those of the user. Threads: any. */
public final class Scenarios {
    private Scenarios() {}

    private static Path folder() {
        return Path.of(System.getProperty("muxbench.home", "."), "scenarios");
    }

    /**
     * The scenario of this name, or of this file.
     *
     * @throws CommandFailure if no scenario has that name
     * @throws IOException    with a message for the user
     */
    public static Scenario find(String nameOrFile) throws IOException {
        if (nameOrFile.endsWith(Scenario.ENDING)) {
            return Scenario.read(Path.of(nameOrFile));
        }
        var file = folder().resolve(nameOrFile + Scenario.ENDING);
        if (!Files.exists(file)) {
            throw CommandFailure.unknown("no scenario is called " + nameOrFile + "; there are: "
                    + all().stream().map(Scenario::name).collect(Collectors.joining(", ")) + "; a file must end in "
                    + Scenario.ENDING);
        }
        return Scenario.read(file);
    }

    /** Those that come with Muxbench, by name. */
    public static List<Scenario> all() throws IOException {
        var scenarios = new ArrayList<Scenario>();
        try (var files = Files.list(folder())) {
            for (var file : files.filter(path -> path.toString().endsWith(Scenario.ENDING))
                    .sorted()
                    .toList()) {
                scenarios.add(Scenario.read(file));
            }
        } catch (NoSuchFileException e) {
            throw new IOException(folder() + " does not exist", e);
        }
        return scenarios;
    }
}
