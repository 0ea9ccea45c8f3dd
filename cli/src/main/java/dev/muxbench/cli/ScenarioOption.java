package dev.muxbench.cli;

import dev.muxbench.cli.run.Scenario;
import dev.muxbench.cli.run.Scenarios;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A scenario of {@code run} that {@code load} follows, but for what its other options say. Threads: one. */
final class ScenarioOption {
    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            description =
                    "clients, lines, times and the rest as in that scenario of run, or file; other options override it")
    private @Nullable String scenario;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** @throws CommandFailure if there is none of that name */
    Optional<Scenario> find() {
        if (scenario == null) {
            return Optional.empty();
        }
        try {
            var found = Scenarios.find(scenario);
            var options = found.text().serverOptions();
            if (!options.isEmpty()) {
                var err = spec.commandLine().getErr();
                err.println("scenario " + found.name() + " is for a server with " + String.join(" ", options));
                err.flush();
            }
            return Optional.of(found);
        } catch (IOException e) {
            throw new CommandFailure(e.getMessage() + " (--scenario)");
        }
    }

    boolean isGiven(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    /**
     * The only one of several values that a scenario may have.
     *
     * @throws IllegalArgumentException if there are more
     */
    <T> T only(List<T> values, String what, String option) {
        if (values.size() > 1) {
            throw new IllegalArgumentException("scenario " + scenario + " has several " + what + " (" + values
                    + "), load takes one: choose it with " + option);
        }
        return values.getFirst();
    }
}
