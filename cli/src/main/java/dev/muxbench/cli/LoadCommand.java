package dev.muxbench.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.muxbench.load.LoadException;
import dev.muxbench.load.LoadPlan;
import dev.muxbench.load.LoadPlan.Arrivals;
import dev.muxbench.load.LoadReport;
import dev.muxbench.load.LoadRun;
import dev.muxbench.load.Population;
import dev.muxbench.load.net.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
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
            "Exit codes: 0 all verified, 3 deliveries lost or wrong, 4 figures not to be trusted, 1 no run, 2 usage."
        })
final class LoadCommand implements Callable<Integer> {
    private static final Pattern SHARE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,9})?)%");

    @Option(names = "--target", required = true, paramLabel = "HOST:PORT", description = "the server")
    private String target = "";

    @Option(names = "--clients", paramLabel = "N", description = "connections; all of them receive")
    private int clients = 100;

    @Option(names = "--senders", paramLabel = "N", description = "how many of them send")
    private int senders = 4;

    @ArgGroup
    private ArrivalOptions arrivals = new ArrivalOptions();

    @Option(names = "--duration", paramLabel = "TIME", description = "time to measure, such as 10s or 500ms")
    private Duration duration = Duration.ofSeconds(10);

    @Option(names = "--warmup", paramLabel = "TIME", description = "time before that, which is not measured")
    private Duration warmup = Duration.ofSeconds(2);

    @Option(names = "--size", paramLabel = "SIZE", description = "bytes of a line's text")
    private ByteSize size = new ByteSize(64);

    @Option(names = "--rooms", paramLabel = "N", description = "spread the clients over so many rooms")
    private int rooms = 1;

    @Option(
            names = "--slow-readers",
            paramLabel = "N",
            description = "how many of the clients read slowly, or 5%% of them; none of these sends")
    private String slowReaders = "0";

    @Option(
            names = "--slow-rate",
            paramLabel = "SIZE",
            description = "bytes/s that each of these reads at most, while it is measured")
    private ByteSize slowRate = new ByteSize(Population.DEFAULT_SLOW_BYTES_PER_SECOND);

    @Option(
            names = "--churn",
            paramLabel = "N",
            description = "open loop: clients/s that leave and come back, of those that neither send nor read slowly")
    private @Nullable Double churn;

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

    /** One of the two; open loop at 100 lines/s by default. */
    static final class ArrivalOptions {
        @Option(names = "--rate", paramLabel = "N", description = "open loop: lines/s over all senders (default: 100)")
        private double rate = 100;

        @Option(
                names = "--in-flight",
                paramLabel = "N",
                description = "closed loop: lines on their way at the same time")
        private int inFlight;

        Arrivals arrivals() {
            return inFlight == 0 ? new Arrivals.ConstantRate(rate) : new Arrivals.ClosedWindow(inFlight);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        var plan = plan();
        requireNewFile();
        if (!transport.isAvailable()) {
            throw new CommandFailure(
                    "--transport " + transport + " does not work here; leave it out, or say --transport jdk");
        }
        var progress = new ProgressLine(spec.commandLine().getErr());
        var run = new LoadRun(plan, progress);
        var done = new CountDownLatch(1);
        var interrupt = SignalStop.install(done, () -> {
            progress.say("stopping: no more lines are sent, what is on its way is waited for");
            run.stop();
        });
        try {
            var report = run.run();
            progress.end();
            LoadSummary.print(report, spec.commandLine().getOut());
            write(report);
            int code = report.verdict().exitCode();
            interrupt.exitCode(code);
            return code;
        } catch (LoadException e) {
            progress.end();
            throw new CommandFailure(String.valueOf(e.getMessage()));
        } finally {
            done.countDown();
        }
    }

    private LoadPlan plan() {
        try {
            return new LoadPlan(
                    Targets.resolve(target, spec),
                    clients,
                    Math.min(senders, clients),
                    arrivals.arrivals(),
                    warmup,
                    duration,
                    (int) Math.min(size.bytes(), Integer.MAX_VALUE),
                    rooms,
                    threads,
                    transport,
                    population());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage());
        }
    }

    /** @throws IllegalArgumentException with the flag and what is wrong with it, as {@link LoadPlan} does */
    private Population population() {
        if (slowRate.bytes() < 1) {
            throw new IllegalArgumentException("slow-rate must be 1 byte/s or more");
        }
        if (churn != null && churn <= 0) {
            throw new IllegalArgumentException("churn must be above 0; without it all clients stay");
        }
        return new Population(slowReaders(), slowRate.bytes(), churn == null ? 0 : churn);
    }

    private int slowReaders() {
        var share = SHARE.matcher(slowReaders);
        if (share.matches()) {
            return (int) Math.ceil(clients * Double.parseDouble(share.group(1)) / 100);
        }
        try {
            return Integer.parseInt(slowReaders);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "slow-readers must be a number of clients or a share such as 5%, not " + slowReaders, e);
        }
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

    private void write(LoadReport report) {
        if (json == null) {
            return;
        }
        try {
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(json.toFile(), LoadSummary.asMap(report));
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
