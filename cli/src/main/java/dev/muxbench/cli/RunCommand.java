package dev.muxbench.cli;

import dev.muxbench.cli.run.Experiment;
import dev.muxbench.core.spi.Availability;
import dev.muxbench.core.spi.BackendProvider;
import dev.muxbench.load.DescriptorLimit;
import dev.muxbench.results.Environment;
import dev.muxbench.results.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code muxbench run}. */
@Command(
        name = "run",
        description = "Measure every backend that works here side by side.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  muxbench run --quick",
            "  muxbench run --backends nio --clients 100,900 --out my-results",
            "Exit codes: 0 all verified, 3 deliveries lost or wrong, 4 figures not to be trusted, 130 stopped, 1 no run, 2 usage."
        })
final class RunCommand implements Callable<Integer> {
    private static final int FAILED = 3;
    private static final int INVALID = 4;
    private static final int STOPPED = 130;

    @Option(names = "--quick", description = "one short round instead of three")
    private boolean quick;

    @Option(
            names = "--backends",
            paramLabel = "NAME",
            split = ",",
            description = "only these (default: all that work here)")
    private List<String> backends = List.of();

    @Option(
            names = "--clients",
            paramLabel = "N",
            split = ",",
            description = "connections, one or several numbers (default: 900)")
    private List<Integer> clients = List.of(900);

    @Option(names = "--out", paramLabel = "DIR", description = "a new folder (default: results/runs/<utc>-run)")
    private @Nullable Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        for (int count : clients) {
            if (count < 2 || count > 1_000_000) {
                throw new ParameterException(spec.commandLine(), "--clients must be from 2 to 1000000, not " + count);
            }
        }
        requireDescriptors(Collections.max(clients));
        var names = chosenBackends();
        var folder = openFolder();
        var profile = quick ? Experiment.Profile.QUICK : Experiment.Profile.DEFAULT;
        var experiment = new Experiment(
                names, clients, profile, folder, spec.commandLine().getErr());
        var done = new CountDownLatch(1);
        var interrupt = SignalStop.install(done, experiment::stop);
        try {
            experiment.run();
            int code = exitCode(experiment);
            interrupt.exitCode(code);
            print(experiment, folder);
            return code;
        } catch (IOException e) {
            throw new CommandFailure(e.getMessage() + "; what was measured is in " + folder.path());
        } finally {
            done.countDown();
        }
    }

    private static void requireDescriptors(int connections) {
        long needed = DescriptorLimit.needed(connections);
        if (needed > DescriptorLimit.current()) {
            throw new CommandFailure(connections + " clients need " + needed + " file descriptors, the limit is "
                    + DescriptorLimit.current() + "; raise it with: ulimit -n " + needed);
        }
    }

    private List<String> chosenBackends() {
        if (!backends.isEmpty()) {
            return backends.stream()
                    .map(Backends::require)
                    .map(BackendProvider::name)
                    .toList();
        }
        var err = spec.commandLine().getErr();
        for (var backend : Backends.all()) {
            if (backend.availability() instanceof Availability.Unavailable(var reason)) {
                err.println("left out: " + backend.name() + ": " + reason);
            }
        }
        return Backends.available().stream().map(BackendProvider::name).toList();
    }

    private RunFolder openFolder() {
        try {
            if (out != null) {
                return RunFolder.create(out);
            }
            var parent = Path.of(System.getProperty("muxbench.home", "."), "results", "runs");
            return RunFolder.under(parent, quick ? "quick" : "run", Instant.now());
        } catch (IOException e) {
            throw new CommandFailure(e.getMessage() + " (--out)");
        }
    }

    private void print(Experiment experiment, RunFolder folder) {
        var to = spec.commandLine().getOut();
        experiment.printTable(to);
        to.println();
        to.println(Environment.summary());
        to.printf("stolen by other guests of the host meanwhile: %.2f s of CPU%n", experiment.stealSeconds());
        to.println("verdict: " + experiment.verdictName());
        experiment.reasons().forEach(reason -> to.println("  " + reason));
        to.println("results: " + folder.path());
        to.flush();
    }

    private static int exitCode(Experiment experiment) {
        return switch (experiment.verdictName()) {
            case "VALID" -> 0;
            case "INVALID" -> INVALID;
            case RunFolder.INCOMPLETE -> STOPPED;
            default -> FAILED;
        };
    }
}
