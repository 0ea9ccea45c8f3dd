package dev.muxbench.cli;

import dev.muxbench.core.spi.Availability;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code muxbench backends}. */
@Command(
        name = "backends",
        description = "List the backends: which work here, what they use, and why others do not.",
        mixinStandardHelpOptions = true)
final class BackendsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        for (var backend : Backends.all()) {
            switch (backend.availability()) {
                case Availability.Available(var mechanism) ->
                    out.printf("%-18s works        %s%n", backend.name(), mechanism);
                case Availability.Unavailable(var reason) ->
                    out.printf("%-18s unavailable  %s%n", backend.name(), reason);
            }
        }
        out.flush();
        return 0;
    }
}
