package dev.muxbench.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.muxbench.load.Arrivals;
import dev.muxbench.load.LoadException;
import dev.muxbench.load.LoadPlan;
import dev.muxbench.load.net.Transport;
import java.io.IOException;
import java.net.InetAddress;
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
        description = "Put load on any server that speaks the protocol, and check every delivery.",
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
            "Exit codes: 0 all verified, 3 deliveries lost or wrong, 4 figures not to be trusted, 1 no run, 2 usage."
        })
final class LoadCommand implements Callable<Integer> {
    @Option(names = "--target", required = true, paramLabel = "HOST:PORT", description = "the server")
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

    @Option(names = "--size", paramLabel = "SIZE", description = "bytes of a line's text")
    private ByteSize size = new ByteSize(64);

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

    @Override
    public Integer call() throws InterruptedException {
        requireNewFile();
        if (!transport.isAvailable()) {
            throw new CommandFailure(
                    "--transport " + transport + " does not work here; leave it out, or say --transport jdk");
        }
        var address = Targets.resolve(target, spec);
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
                (int) Math.min(size.bytes(), Integer.MAX_VALUE),
                rooms,
                threads,
                transport,
                population.population(clients));
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

        static InetSocketAddress resolve(String target, CommandSpec spec) {
            int colon = target.lastIndexOf(':');
            var host = colon < 0 ? target : target.substring(0, colon);
            int port = 0;
            try {
                port = Integer.parseInt(target.substring(colon + 1));
            } catch (NumberFormatException e) {
                port = -1;
            }
            if (colon <= 0 || port < 1 || port > 65535) {
                throw new ParameterException(
                        spec.commandLine(), "--target must be HOST:PORT, such as localhost:7711, not " + target);
            }
            try {
                return new InetSocketAddress(InetAddress.getByName(host), port);
            } catch (UnknownHostException e) {
                throw new CommandFailure("unknown host " + host);
            }
        }
    }
}
