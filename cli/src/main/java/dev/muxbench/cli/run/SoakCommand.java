package dev.muxbench.cli.run;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.console.ProgressLine;
import dev.muxbench.cli.console.Screen;
import dev.muxbench.cli.console.SignalStop;
import dev.muxbench.cli.console.Table;
import dev.muxbench.cli.load.ScenarioFile;
import dev.muxbench.cli.logs.LogFormat;
import dev.muxbench.cli.logs.LogLevel;
import dev.muxbench.cli.logs.LogSetup;
import dev.muxbench.cli.serve.Backends;
import dev.muxbench.experiment.BackendContestant;
import dev.muxbench.experiment.Jcmd;
import dev.muxbench.experiment.soak.Soak;
import dev.muxbench.experiment.soak.SoakPlan;
import dev.muxbench.experiment.soak.SoakSummary;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.RunFolder;
import dev.muxbench.results.Trial;
import dev.muxbench.testkit.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code muxbench soak}. */
@Command(
        name = "soak",
        description = "Live through hours of hardship: real servers under churn, bad readers, floods, standstills and"
                + " restarts, with every delivery verified.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  muxbench soak --budget 1h",
            "  muxbench soak --budget 8h --backends nio,netty-epoll --out night",
            "  muxbench soak --resume night --budget 4h",
            "  muxbench soak --seed 42 --backends nio,netty-epoll --phase 17",
            "Exit codes: 0 nothing lost and nothing grows, 3 a phase failed or something grows, 1 no soak, 2 usage;",
            "stopped: 130 by Ctrl-C, 143 by SIGTERM, 129 by SIGHUP."
        })
public final class SoakCommand implements Callable<Integer> {
    private static final int FAILED = 3;
    private static final int STEPS = 5000; // of a simulation
    private static final long MOST_SEED = 1_000_000_000L;

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "time that the soak takes, such as 90m (default: 1h)")
    private Duration budget = Duration.ofHours(1);

    @Option(
            names = "--backends",
            paramLabel = "[NAME=]BACKEND[[SETTINGS]],...",
            description = "backends to use, as in run (default: all that work here)")
    private @Nullable String backends;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "seed of all phases (default: a new one, which is printed)")
    private @Nullable Long seed;

    @Option(names = "--out", paramLabel = "DIR", description = "a new folder (default: results/runs/<utc>-soak)")
    private @Nullable Path out;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description = "continue the soak of this folder, with its seed and its backends")
    private @Nullable Path resumed;

    @Option(names = "--phase", paramLabel = "K", description = "run this phase alone, to replay a failure")
    private @Nullable Long phase;

    @Option(
            names = "--simulate",
            paramLabel = "SEED",
            description = "run this seed of the simulation alone, to replay a failure")
    private @Nullable Long simulated;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (simulated != null) {
            return simulate(simulated);
        }
        require(budget.isPositive(), "--budget must be above 0");
        require(phase == null || phase >= 1, "--phase must be 1 or more");
        require(phase == null || resumed == null, "--phase and --resume exclude each other");
        require(
                seed == null || (seed >= 0 && seed <= MOST_SEED),
                "--seed must be from 0 to " + MOST_SEED + ", not " + seed);
        require(
                resumed == null || (seed == null && backends == null && out == null),
                "--resume has its own seed, backends and folder: leave --seed, --backends and --out out");
        if (!Jcmd.isThere() || !System.getProperty("os.name").equals("Linux")) {
            throw new CommandFailure("a soak asks its servers' JVMs with jcmd and /proc: it needs a JDK, on Linux");
        }
        try {
            return resumed == null ? begin() : goOn(RunFiles.open(resumed));
        } catch (IOException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        }
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private int simulate(long number) {
        try {
            new Simulation(number).run(STEPS);
        } catch (AssertionError e) {
            spec.commandLine().getErr().println("muxbench soak: " + e.getMessage());
            return FAILED;
        }
        spec.commandLine().getOut().println("seed " + number + ": no fault");
        return 0;
    }

    private int begin() throws IOException, InterruptedException {
        var plan = new SoakPlan(
                contestants(backends),
                seed == null ? ThreadLocalRandom.current().nextLong(MOST_SEED) : seed);
        var folder = out == null ? RunFolder.fresh("soak", Instant.now()) : RunFolder.create(out);
        return soak(plan, folder, List.of(), 0);
    }

    private int goOn(RunFiles before) throws IOException, InterruptedException {
        var manifest = before.manifest();
        if (!manifest.path("soak").asBoolean()) {
            throw new CommandFailure(before.path() + " is no soak's folder");
        }
        var plan = new SoakPlan(
                contestants(manifest.path("contestants").asText()),
                manifest.path("seed").asLong());
        return soak(
                plan,
                RunFolder.reopen(before.path()),
                before.trials(),
                manifest.path("simulatedSeeds").asLong());
    }

    private List<BackendContestant> contestants(@Nullable String text) {
        try {
            return text != null
                    ? Contestants.backends(text)
                    : Backends.all().stream()
                            .filter(backend -> !Backends.unavailable().containsKey(backend.name()))
                            .map(backend -> new BackendContestant(backend.name(), backend.name()))
                            .toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--backends: " + e.getMessage());
        }
    }

    private int soak(SoakPlan plan, RunFolder folder, List<Trial> before, long simulatedSeeds)
            throws IOException, InterruptedException {
        var err = spec.commandLine().getErr();
        LogSetup.use(LogFormat.TEXT, LogLevel.ERROR); // what simulated servers log is nobody's
        err.println("seed " + plan.seed() + ", results in " + folder.path());
        Runnable nothing = () -> {};
        try (var soak = new Soak(
                        plan,
                        folder,
                        before,
                        simulatedSeeds,
                        ScenarioFile::plan,
                        number -> new Simulation(number).run(STEPS),
                        new ProgressLine(err),
                        Screen.find(err, System.getenv()).isPresent());
                var signals = SignalStop.install(soak::stop, nothing)) {
            if (phase == null) {
                soak.run(budget);
            } else {
                soak.replay(phase - 1);
            }
            var files = RunFiles.open(folder.path());
            print(files);
            return switch (files.verdict()) {
                case Trial.VALID -> 0;
                case Trial.FAILED -> FAILED;
                default -> signals.exitCode();
            };
        }
    }

    private void print(RunFiles files) {
        var summary = new SoakSummary(files.trials());
        var to = spec.commandLine().getOut();
        var table = new Table("lrrrrrrrrl");
        summary.table().forEach(table::add);
        table.print(to, "");
        to.println("Growths are for 10^8 deliveries, in the second half of a process's life.");
        to.printf(
                Locale.ROOT,
                "deliveries: %,.0f, lost: %.0f; simulated seeds: %,d%n",
                summary.deliveries(),
                summary.lost(),
                files.manifest().path("simulatedSeeds").asLong());
        to.println("verdict: " + files.verdict());
        files.reasons().forEach(reason -> to.println("  " + reason));
        to.println("results: " + files.path());
        to.flush();
    }
}
