package dev.muxbench.cli.load;

import dev.muxbench.cli.console.CommandFailure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A scenario of {@code run} that {@code load} follows, but for what its other options say. Threads: one. */
final class ScenarioOption {
    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            description = "take all of these options from a scenario of run, or from a file; options on the command "
                    + "line override it")
    private @Nullable String scenario;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** @throws CommandFailure if there is none of that name */
    Optional<ScenarioFile> find() {
        if (scenario == null) {
            return Optional.empty();
        }
        try {
            var found = ScenarioFiles.find(scenario);
            if (!found.serverOptions().isEmpty()) {
                var err = spec.commandLine().getErr();
                err.println("scenario " + found.name() + " is for a server with "
                        + String.join(" ", found.serverOptions()));
                err.flush();
            }
            return Optional.of(found);
        } catch (IOException e) {
            throw new CommandFailure(e.getMessage() + " (--scenario)");
        }
    }

    /**
     * What the scenario says, and what the command line says otherwise.
     *
     * @throws IllegalArgumentException if an option has several values in the scenario
     */
    LoadOptions follow(ScenarioFile file) {
        var given = given(LoadOptions.names());
        var all = file.optionsBeside(given.keySet());
        all.putAll(given);
        return LoadOptions.of(all);
    }

    /** Returns those of these options that are on the command line. */
    private Map<String, String> given(Set<String> names) {
        var given = new LinkedHashMap<String, String>();
        for (var option : spec.commandLine().getParseResult().matchedOptions()) {
            var values = option.originalStringValues();
            if (names.contains(LoadOptions.name(option))) {
                given.put(LoadOptions.name(option), values.isEmpty() ? "true" : values.getLast());
            }
        }
        return given;
    }
}
