package dev.muxbench.cli.run;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.console.ProgressLine;
import dev.muxbench.cli.console.SignalStop;
import dev.muxbench.cli.console.Table;
import dev.muxbench.cli.console.Version;
import dev.muxbench.cli.load.ScenarioFiles;
import dev.muxbench.cli.serve.Backends;
import dev.muxbench.experiment.BackendContestant;
import dev.muxbench.experiment.Contestant;
import dev.muxbench.experiment.Experiment;
import dev.muxbench.experiment.RunPlan;
import dev.muxbench.experiment.Scenario;
import dev.muxbench.experiment.ServerHost;
import dev.muxbench.load.net.DescriptorLimit;
import dev.muxbench.results.Environment;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.RunFolder;
import dev.muxbench.results.RunView;
import dev.muxbench.results.report.ReportPage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code muxbench run}. */
@Command(
        name = "run",
        description = "Measure every backend that works here side by side, and peers beside them.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  muxbench run --quick",
            "  muxbench run --backends nio,netty-epoll --budget 20m --baseline nio",
            "  muxbench run --backends 'before=nio[build:../before], nio'",
            "  muxbench run --backends nio --peers channelgroup,limit:64,redis --clients 900",
            "  muxbench run --quick --server-host ssh:bench@10.0.0.2:muxbench-0.2.0",
            "  muxbench run --scenario latency-against-rate,idle-memory --budget 1h --out my-results",
            "Exit codes: 0 all verified, 3 deliveries lost or wrong, 4 figures not to be trusted, 1 no run, 2 usage;",
            "stopped: 130 by Ctrl-C, 143 by SIGTERM, 129 by SIGHUP. A second one ends it at once."
        })
public final class RunCommand implements Callable<Integer> {
    private static final int FAILED = 3;
    private static final int INVALID = 4;
    private static final Duration DEFAULT_BUDGET = Duration.ofMinutes(10);
    private static final Duration QUICK_BUDGET = Duration.ofSeconds(70);
    private static final int MOST = 1000; // epochs, passes
    private static final List<String> DEFAULT_SCENARIOS = List.of("fan-out-capacity", "talkative", "steady-latency");

    @Option(names = "--quick", description = "only the first of the default questions, and a budget of 70 s")
    private boolean quick;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            split = ",",
            description = "questions to ask, by name or as files (default: fan-out-capacity,talkative,steady-latency)")
    private List<String> scenarios = List.of();

    @Option(names = "--list-scenarios", description = "show those that come with Muxbench, and end")
    private boolean listScenarios;

    @Option(
            names = "--backends",
            paramLabel = "[NAME=]BACKEND[[SETTINGS]],...",
            description = {
                "backends to measure, also one several times under different names; one that cannot work here ends the run"
                        + " (default: all that work here; the others are named and left out); settings are"
                        + " options of serve, JVM options behind -J, java:DIR (a JDK or runtime image) and build:DIR"
                        + " (a built tree, or an unpacked archive), with blanks between:",
                "'nio, two=nio[--io-threads 2], zgc=nio[-J-XX:+UseZGC], old=nio[build:../before]'; or a file of YAML with"
                        + " lines such as zgc: nio[-J-XX:+UseZGC]"
            })
    private @Nullable String backends;

    @Option(
            names = "--peers",
            paramLabel = "PEER",
            split = ",",
            description = {
                "other servers beside the backends (default: none): redis and nats, which must be installed;"
                        + " channelgroup, a chat as it is usually written with Netty; limit:LINES, what the kernel alone takes"
                        + " with so many lines a send, and limit for several of these; or NAME=PROTOCOL://HOST:PORT, a server"
                        + " that runs already"
            })
    private List<String> peers = List.of();

    @Option(
            names = "--baseline",
            paramLabel = "NAME",
            description = "contestant with which the others are compared (default: the first)")
    private @Nullable String baseline;

    @Option(
            names = "--clients",
            paramLabel = "N",
            split = ",",
            description = "numbers of connections (default: as the scenario says)")
    private List<Integer> clients = List.of();

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            description = "time in which the run ends, such as 9m30s: it decides the numbers of epochs and passes "
                    + "(default: 10m)")
    private @Nullable Duration budget;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "number of new processes of each backend (default: as the budget allows, 2 to 8)")
    private @Nullable Integer epochs;

    @Option(
            names = "--passes",
            paramLabel = "N",
            description = "number of measurements of each load in an epoch, on all backends (default: as the budget "
                    + "allows)")
    private @Nullable Integer passes;

    @Mixin
    private final PlacementOptions where = new PlacementOptions();

    @Option(
            names = "--profile",
            description = {
                "show where each server spends its CPU time, as flame graphs in the report: one more load of 5 s or longer on"
                        + " each JVM, after its passes, in no figure; beyond the budget (Linux)"
            })
    private boolean profiled;

    @Option(names = "--out", paramLabel = "DIR", description = "a new folder (default: results/runs/<utc>-run)")
    private @Nullable Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (listScenarios) {
            return list();
        }
        for (int count : clients) {
            require(count >= 2 && count <= 1_000_000, "--clients must be from 2 to 1000000, not " + count);
        }
        var plan = plan();
        requireDescriptors(plan.scenarios().stream()
                .flatMap(scenario -> scenario.question().clients().stream())
                .max(Integer::compare)
                .orElseThrow());
        sayWhoIsLeftOut(plan);
        var folder = openFolder();
        var experiment =
                new Experiment(plan, folder, new ProgressLine(spec.commandLine().getErr()));
        Runnable nothing = () -> {}; // all trials but this one are written
        try (var signals = SignalStop.install(experiment::stop, nothing)) {
            experiment.run();
            var files = RunFiles.open(folder.path());
            print(experiment, plan, files);
            return exitCode(files, signals);
        } catch (IOException e) {
            throw new CommandFailure(e.getMessage() + "; what was measured is in " + folder.path());
        }
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private int list() {
        var out = spec.commandLine().getOut();
        try {
            var table = new Table("ll");
            for (var scenario : ScenarioFiles.all()) {
                table.add(scenario.name(), scenario.question());
            }
            table.print(out, "");
        } catch (IOException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        }
        out.flush();
        return 0;
    }

    private RunPlan plan() throws InterruptedException {
        requireCount("--epochs", epochs);
        requireCount("--passes", passes);
        require(budget == null || budget.isPositive(), "--budget must be above 0");
        var chosen = chosenScenarios();
        var named = named(); // what is wrong is said before anything else
        where.requireUsage(named, spec.commandLine());
        var placement = where.placement();
        var contestants = backends == null ? withAvailable(placement.host(), named) : named;
        var names = contestants.stream().map(Contestant::name).toList();
        require(
                new HashSet<>(names).size() == names.size(),
                "--backends and --peers name one twice: call it otherwise, as in again=nio");
        require(
                baseline == null || names.contains(baseline),
                "--baseline must be one of " + names + ", not " + baseline);
        var first = baseline == null ? names.getFirst() : baseline;
        var plan = new RunPlan(
                contestants,
                first,
                chosen,
                epochs,
                passes,
                budget != null ? budget : quick ? QUICK_BUDGET : DEFAULT_BUDGET,
                placement,
                profiled);
        plan.leftOut()
                .forEach((scenario, reasons) -> require(
                        !reasons.containsKey(first),
                        "--baseline must be one that can do " + scenario + ", not " + first + ": "
                                + reasons.get(first)));
        return plan;
    }

    private void sayWhoIsLeftOut(RunPlan plan) {
        plan.leftOut()
                .forEach((scenario, reasons) -> reasons.forEach((name, reason) ->
                        spec.commandLine().getErr().println("left out of " + scenario + ": " + name + ": " + reason)));
    }

    private void requireCount(String option, @Nullable Integer count) {
        require(
                count == null || (count >= 1 && count <= MOST),
                option + " must be from 1 to " + MOST + ", not " + count);
    }

    private List<String> asked() {
        if (!scenarios.isEmpty()) {
            return scenarios;
        }
        return quick ? DEFAULT_SCENARIOS.subList(0, 1) : DEFAULT_SCENARIOS;
    }

    private List<Scenario> chosenScenarios() {
        var chosen = new ArrayList<Scenario>();
        for (var name : asked()) {
            try {
                var file = ScenarioFiles.find(name);
                file = clients.isEmpty()
                        ? file
                        : file.with(
                                "clients", clients.stream().map(String::valueOf).toList());
                chosen.add(file.scenario());
            } catch (IOException e) {
                throw new CommandFailure(String.valueOf(e.getMessage()));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), name + ": " + e.getMessage());
            }
        }
        var names = chosen.stream().map(Scenario::name).toList();
        require(new HashSet<>(names).size() == names.size(), "--scenario names one twice");
        return chosen;
    }

    private List<Contestant> named() {
        var others = parsed("--peers", peers, Contestants::peers);
        var ours =
                backends == null ? List.<BackendContestant>of() : parsed("--backends", backends, Contestants::backends);
        return Stream.concat(ours.stream(), others.stream()).toList();
    }

    private <T, C> List<C> parsed(String option, T text, Function<T, List<C>> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage());
        }
    }

    private List<Contestant> withAvailable(@Nullable ServerHost host, List<Contestant> others) {
        var err = spec.commandLine().getErr();
        var leftOut = host == null ? Backends.unavailable() : host.unavailable();
        leftOut.forEach((name, reason) -> err.println("left out: " + name + ": " + reason));
        var ours = Backends.all().stream()
                .filter(backend -> !leftOut.containsKey(backend.name()))
                .map(backend -> new BackendContestant(backend.name(), backend.name()));
        return Stream.concat(ours, others.stream()).toList();
    }

    private static void requireDescriptors(int connections) {
        var shortage = DescriptorLimit.shortage(connections);
        if (shortage.isPresent()) {
            throw new CommandFailure(shortage.get());
        }
    }

    private RunFolder openFolder() {
        try {
            if (out != null) {
                return RunFolder.create(out);
            }
            return RunFolder.fresh(quick ? "quick" : "run", Instant.now());
        } catch (IOException e) {
            throw new CommandFailure(e.getMessage() + " (--out)");
        }
    }

    private void print(Experiment experiment, RunPlan plan, RunFiles files) throws IOException {
        var to = spec.commandLine().getOut();
        new ResultTable(RunView.of(files), to).print();
        var report = files.path().resolve("report.html");
        ReportPage.write(List.of(files), Version.text(), Instant.now(), report);
        to.println("Figures: geometric means of the epochs. Ratios: of trials of the same pass, with 95 percent for all"
                + " pairs together; * = a difference is shown.");
        to.println(Environment.summary());
        to.println("placement: " + plan.placement());
        to.printf(
                Locale.ROOT,
                "stolen by other guests of the host meanwhile: %.2f s of CPU%n",
                experiment.stealSeconds());
        to.println("verdict: " + files.verdict());
        files.reasons().forEach(reason -> to.println("  " + reason));
        to.println("results: " + files.path());
        to.println("report:  " + report);
        to.flush();
    }

    private static int exitCode(RunFiles files, SignalStop signals) {
        return switch (files.verdict()) {
            case "VALID" -> 0;
            case "INVALID" -> INVALID;
            case RunFolder.INCOMPLETE -> signals.exitCode();
            default -> FAILED;
        };
    }
}
