package dev.muxbench.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.muxbench.cli.chat.ServerAddress;
import dev.muxbench.load.Arrivals;
import dev.muxbench.load.LoadException;
import dev.muxbench.load.LoadPlan;
import dev.muxbench.load.Speech;
import dev.muxbench.load.net.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
            "  muxbench load --target localhost:7711 --clients 900 --senders 4 --rate 200",
            "  muxbench load --target localhost:7711 --clients 900 --in-flight 256 --duration 10s",
            "  muxbench load --target localhost:7711 --clients 900 --slow-readers 5%% --churn 50",
            "  muxbench load --target localhost:7711 --clients 900 --rate 100..5000/60s --duration 60s",
            "  muxbench load --target localhost:7711 --clients 900 --poisson --slo 'p99<10ms'",
            "  muxbench load --target localhost --protocol nats --clients 900 --size 64..1024",
            "Exit codes: 0 all verified, 3 deliveries lost or wrong, 4 figures not to be trusted, 1 no run, 2 usage."
        })
final class LoadCommand implements Callable<Integer> {
    @Option(
            names = "--target",
            required = true,
            paramLabel = "HOST[:PORT]",
            description = "the server; the usual port of its protocol if none is named")
    private String target = "";

    @Option(names = "--clients", paramLabel = "N", description = "connections; all of them receive")
    private int clients = 100;

    @Option(names = "--senders", paramLabel = "N", description = "how many of them send, or 5%% of them")
    private ClientCount senders = new ClientCount(4, false);

    @Mixin
    private ArrivalOptions arrivals = new ArrivalOptions();

    @Option(names = "--duration", paramLabel = "TIME", description = "time to measure, such as 10s or 500ms")
    private Duration duration = Duration.ofSeconds(10);

    @Option(names = "--warmup", paramLabel = "TIME", description = "time before that, which is not measured")
    private Duration warmup = Duration.ofSeconds(2);

    @Mixin
    private SpeechOptions speech = new SpeechOptions();

    @Option(names = "--rooms", paramLabel = "N", description = "spread the clients over so many rooms")
    private int rooms = 1;

    @Mixin
    private PopulationOptions population = new PopulationOptions();

    @Option(
            names = "--slo",
            paramLabel = "GOAL",
            description = "search the highest rate at which the goal is kept, such as 'p99<10ms' or 'p50<2ms,max<1s'; "
                    + "begins at --rate, each try as long as a run")
    private @Nullable Slo slo;

    @Option(names = "--threads", paramLabel = "N", description = "threads of the generator")
    private int threads = 1;

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            description = "sockets of the generator: epoll (Linux) or jdk (everywhere)")
    private Transport transport = Transport.best();

    @Option(names = "--json", paramLabel = "FILE", description = "write the report there, too; must not exist yet")
    private @Nullable Path json;

    @Spec
    private CommandSpec spec;

    private Speech spoken = Speech.PLAIN; // by the options

    @Override
    public Integer call() throws InterruptedException {
        requireNewFile();
        if (!transport.isAvailable()) {
            throw new CommandFailure(
                    "--transport " + transport + " does not work here; leave it out, or say --transport jdk");
        }
        var address = Targets.resolve(target, speech.protocol().defaultPort(), spec);
        spoken = usage(() -> speech.read(arrivals.seed(), spec.commandLine().getErr()));
        var progress = new ProgressLine(spec.commandLine().getErr());
        try (var session = new LoadSession(progress)) {
            return session.exitWith(slo == null ? load(session, address) : search(session, slo, address));
        } catch (LoadException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        } finally {
            progress.end();
        }
    }

    private int load(LoadSession session, InetSocketAddress address) throws LoadException, InterruptedException {
        var report = session.run(usage(() -> plan(address, arrivals.arrivals(duration))));
        LoadSummary.print(report, spec.commandLine().getOut());
        write(LoadSummary.asMap(report));
        return report.verdict().exitCode();
    }

    private int search(LoadSession session, Slo objectives, InetSocketAddress address)
            throws LoadException, InterruptedException {
        double first = usage(arrivals::firstRate);
        usage(() -> plan(address, arrivals.at(first)));
        var search = new LoadSearch(
                session,
                objectives,
                rate -> plan(address, arrivals.at(rate)),
                spec.commandLine().getOut());
        int code = search.run(first);
        write(search.asMap());
        return code;
    }

    /** Runs what may find something wrong with the options. */
    private <T> T usage(Supplier<T> check) {
        try {
            return check.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage());
        }
    }

    private LoadPlan plan(InetSocketAddress address, Arrivals due) {
        return new LoadPlan(
                address,
                clients,
                Math.min(senders.of(clients), clients),
                due,
                warmup,
                duration,
                speech.lineBytes(),
                rooms,
                threads,
                transport,
                population.population(clients),
                spoken);
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

    private void write(Map<String, Object> report) {
        if (json == null) {
            return;
        }
        try {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), report);
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + json + ": " + e.getMessage());
        }
    }

    /** Host and port in one word. */
    static final class Targets {
        private Targets() {}

        static InetSocketAddress resolve(String target, int defaultPort, CommandSpec spec) {
            try {
                return ServerAddress.parse(target, defaultPort).resolve();
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), "--target: " + e.getMessage(), e);
            } catch (UnknownHostException e) {
                throw new CommandFailure("unknown host in --target " + target);
            }
        }
    }
}
