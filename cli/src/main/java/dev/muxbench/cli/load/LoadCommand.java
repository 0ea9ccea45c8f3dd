package dev.muxbench.cli.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.load.folder.LoadOutputs;
import dev.muxbench.cli.load.folder.LoadSubject;
import dev.muxbench.cli.load.folder.SearchFolder;
import dev.muxbench.cli.load.parts.Load;
import dev.muxbench.cli.load.summary.LoadMap;
import dev.muxbench.cli.load.summary.LoadSummary;
import dev.muxbench.load.judge.LoadResult;
import dev.muxbench.load.judge.Verdict;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Part;
import dev.muxbench.load.plan.Speech;
import dev.muxbench.load.plan.Targets;
import dev.muxbench.results.RunFolder;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code muxbench load}. */
@Command(
        name = "load",
        description = "Put load on a chat, Redis, NATS or IRC server, and check every delivery.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  muxbench load --target localhost --clients 900 --senders 4 --rate 200",
            "  muxbench load --target localhost --clients 900 --in-flight 256 --duration 10s",
            "  muxbench load --target localhost --clients 900 --slow-readers 5%% --churn 50",
            "  muxbench load --target localhost --rate 100..5000/60s --duration 60s",
            "  muxbench load --target localhost --clients 900 --expect 'p99<10ms,lost=0'",
            "  muxbench load --target localhost --clients 900 --poisson --slo 'p99<10ms'",
            "  muxbench load --target localhost --protocol nats --clients 900 --size 64..1024",
            "Exit codes: 0 all verified, 3 deliveries lost or wrong, 4 figures not to be",
            "trusted, also if a signal stopped it, 5 --expect missed (3 and 4 come first),",
            "1 no run, 2 usage; stopped while it connects,",
            "or twice: 130 by Ctrl-C, 143 by SIGTERM, 129 by SIGHUP."
        })
public final class LoadCommand implements Callable<Integer> {
    @Option(
            names = "--target",
            required = true,
            paramLabel = "HOST[:PORT][,...]",
            showDefaultValue = Visibility.NEVER,
            description =
                    "the server, or several, over which the clients of each room are spread; the usual port of their"
                            + " protocol if none is named")
    private String target = "";

    @Option(
            names = "--joined",
            paramLabel = "YES|NO",
            showDefaultValue = Visibility.NEVER,
            description =
                    "whether several targets are one chat, so that a line is expected at the members on all of them"
                            + " (default: no, the part of a room on each is a room of its own)")
    private YesNo joined = YesNo.NO;

    private enum YesNo {
        YES,
        NO
    }

    @Mixin
    private LoadOptions options = new LoadOptions(); // of the scenario, too, when it is followed

    @Mixin
    private ScenarioOption scenario = new ScenarioOption();

    @Mixin
    private PartOptions parts = new PartOptions();

    @Mixin
    private OutputOptions outputs = new OutputOptions();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "write the report to this file, too; the file must not exist yet")
    private @Nullable Path json;

    @Spec
    private CommandSpec spec;

    private Speech spoken = Speech.PLAIN; // by the options

    @Override
    public Integer call() throws InterruptedException {
        requireNewFile();
        var followed = scenario.find();
        followed.ifPresent(file -> options = usage(() -> scenario.follow(file)));
        options.generator().requireTransport();
        usage(this::check);
        var servers = new Targets(
                ServerNames.resolve(target, options.speech().protocol().defaultPort(), spec), joined == YesNo.YES);
        var trust = options.tls().trust(ServerNames.host(target, spec), spec.commandLine());
        spoken = usage(() -> options.speech()
                        .read(options.arrivals().seed(), spec.commandLine().getErr()))
                .encrypted(trust);
        var progress = outputs.progress(spec.commandLine().getErr());
        try (var session = new LoadSession(progress)) {
            return options.objectives().isSearch()
                    ? search(session, followed, servers)
                    : load(session, followed, servers);
        } finally {
            progress.end();
        }
    }

    private boolean check() {
        options.objectives().check(parts, outputs);
        if (options.speech().isReal() && parts.isGiven()) {
            throw new IllegalArgumentException("corpus goes without --processes, --part and --start-at");
        }
        return true;
    }

    private int load(LoadSession session, Optional<ScenarioFile> followed, Targets servers)
            throws InterruptedException {
        var subject = usage(() -> subject(
                followed, plan(servers, options.clients(), options.arrivals().arrivals(options.duration()))));
        var out = spec.commandLine().getOut();
        try (var to = usage(() -> outputs.open(subject, session.progress(), outputs.folder()))) {
            var result = measure(session, subject, to);
            LoadSummary.print(result, out);
            LoadSummary.printRooms(parts.part().rooms(), out);
            to.path().ifPresent(path -> out.println("results       " + path));
            out.flush();
            write(LoadMap.asMap(result));
            if (result.exitCode() == Verdict.MISSED) {
                LoadSummary.printMissed(result, spec.commandLine().getErr());
            }
            return result.exitCode();
        }
    }

    private LoadResult measure(LoadSession session, LoadSubject subject, LoadOutputs to) throws InterruptedException {
        var listener = options.objectives().watching(to.listener(), shares(subject.whole()), session::endEarly);
        LoadResult result;
        try {
            result = session.run(Load.of(subject, parts.processes(), listener))
                    .against(options.objectives().all());
        } catch (CommandFailure e) {
            to.fail(session.isStopped() ? RunFolder.INCOMPLETE : Trial.FAILED, String.valueOf(e.getMessage()));
            throw e;
        }
        to.end(result);
        return result;
    }

    private LoadSubject subject(Optional<ScenarioFile> followed, LoadPlan plan) {
        options.objectives().check(plan);
        shares(plan); // else it is found out when it is too late
        return new LoadSubject(
                followed.map(file -> new LoadSubject.Topic(file.name(), file.question(), file.need()))
                        .orElseGet(() -> LoadSubject.Topic.of(target, plan)),
                outputs.label(target),
                target,
                plan,
                parts.part(),
                parts.startAt());
    }

    private List<LoadPlan> shares(LoadPlan plan) {
        var run = parts.part().run();
        var rooms = parts.part().rooms();
        return IntStream.rangeClosed(1, parts.count())
                .mapToObj(number -> new Part(run, number, parts.count(), rooms).shareOf(plan))
                .toList();
    }

    private int search(LoadSession session, Optional<ScenarioFile> followed, Targets servers)
            throws InterruptedException {
        var searched = options.objectives().searched();
        double first = searched == Searched.RATE ? usage(options.arrivals()::firstRate) : options.clients();
        var subject = usage(() -> subject(followed, plan(servers, first, 0)));
        var folder = outputs.folder()
                .map(path -> SearchFolder.create(
                        path, subject, options.objectives().describe(subject.whole()), searched == Searched.CLIENTS));
        var out = spec.commandLine().getOut();
        var search = new LoadSearch(
                session,
                searched,
                options.objectives().all(),
                (value, run, to) -> measure(session, subject(followed, plan(servers, value, run)), to),
                folder,
                out);
        int code = search.run(searched.range(first, value -> plan(servers, value, 0)), first);
        folder.ifPresent(made -> made.end(code == 0, search.asMap()));
        folder.ifPresent(made -> out.println("results       " + made.path()));
        out.flush();
        write(search.asMap());
        return code;
    }

    private LoadResult measure(LoadSession session, LoadSubject subject, Optional<Path> folder)
            throws InterruptedException {
        try (var to = outputs.open(subject, session.progress(), folder)) {
            return measure(session, subject, to);
        }
    }

    /** Returns the plan of a run of a search. */
    private LoadPlan plan(Targets servers, double value, int run) {
        return switch (options.objectives().searched()) {
            case RATE ->
                plan(
                        servers,
                        options.clients(),
                        ArrivalOptions.ofRun(run, options.arrivals().at(value)));
            case CLIENTS ->
                plan(
                        servers,
                        (int) value,
                        ArrivalOptions.ofRun(run, options.arrivals().arrivals(options.duration())));
        };
    }

    /** Runs what may find something wrong with the options. */
    private <T> T usage(Supplier<T> check) {
        try {
            return check.get();
        } catch (IllegalArgumentException | TypeConversionException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage());
        }
    }

    private LoadPlan plan(Targets servers, int count, Arrivals due) {
        return options.plan(servers, count, due, parts.leastRooms(), spoken);
    }

    /** Before any traffic: a report that cannot be written is worth nothing. */
    private void requireNewFile() {
        if (json == null) {
            return;
        }
        try {
            Files.createFile(json);
            Files.delete(json);
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + json + ": "
                    + (Files.exists(json) ? "it exists already" : "no such folder, or not writable") + " (--json)");
        }
    }

    private void write(Object report) {
        if (json == null) {
            return;
        }
        try {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), report);
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + json + ": " + e.getMessage());
        }
    }
}
