package dev.muxbench.cli.serve;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.console.StandardStreams;
import dev.muxbench.cli.http.AdminEndpoint;
import dev.muxbench.cli.http.HttpEndpoint;
import dev.muxbench.cli.logs.LogFormat;
import dev.muxbench.cli.logs.LogSetup;
import dev.muxbench.cli.option.UsageErrors;
import dev.muxbench.core.ChatServer;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.core.spi.BackendProvider;
import dev.muxbench.relay.nats.NatsRelay;
import dev.muxbench.results.Sends;
import dev.muxbench.tls.TlsSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code muxbench serve}. */
@Command(
        name = "serve",
        description = "Run the chat server. smallchat's client, nc and telnet can talk to it.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  muxbench serve                          then, elsewhere: nc localhost 7711",
            "  muxbench serve --host 127.0.0.1 --port 0 --io-threads 4",
            "Ctrl-C or SIGTERM stops it: what was published is delivered first."
        })
public final class ServeCommand implements Callable<Integer>, UsageErrors.Explainer {
    private static final int FIRST_UNPRIVILEGED_PORT = 1024; // ip_unprivileged_port_start, ip(7)

    @Mixin
    private final ServeOptions options = new ServeOptions();

    @Option(
            names = ServeSettings.CONFIG,
            paramLabel = "FILE",
            description = "a file of these options, as max-clients: 5000; the environment comes before it, as"
                    + " MUXBENCH_MAX_CLIENTS=5000, and the command line before both")
    private @Nullable Path configFile;

    @Option(
            names = ServeSettings.PRINT_CONFIG,
            description = "print all values and where they are from, and do not listen")
    private boolean printConfig;

    @Option(
            names = "--stop-at-eof",
            description = "stop when standard input ends; say what was sent until now at each line of it",
            hidden = true)
    private boolean stopAtEof;

    @Option(names = "--ignore-environment", description = "only this command line counts", hidden = true)
    private boolean ignoreEnvironment;

    @Spec
    private CommandSpec spec;

    private volatile @Nullable EchoPrinter printer; // once it has begun

    @Override
    public Integer call() throws InterruptedException {
        var settings =
                ServeSettings.complete(spec, options, configFile, ignoreEnvironment ? Map.of() : System.getenv());
        if (printConfig) {
            settings.print(spec.commandLine().getOut());
            return 0;
        }
        LogSetup.use(options.logFormat, options.logLevel);
        var config = DescriptorLimit.ofThisProcess()
                .fit(options.config(), DescriptorLimit.reserve(options.ioThreads, !options.admin.isOff()));
        var tls = ServeTls.load(options, config, spec.commandLine());
        var provider = Backends.require(options.backend);
        var server = new ChatServer(config);
        var echo = options.echo ? server.tap() : null;
        var relay = ServeRelay.join(options, server, spec.commandLine());
        var admin = options.admin.isOff() ? null : AdminEndpoint.open(options.admin.resolve(), server, relay);
        var started = start(provider, server, tls, relay);
        var stopping = stopOnSignal(server, started, relay, admin);
        Announcement.of(
                started,
                provider.name(),
                config,
                tls,
                relay,
                settings.chosen(),
                spec.commandLine().getOut(),
                options.logFormat == LogFormat.JSON || !StandardStreams.areOne());
        if (admin != null) {
            admin.ready(started);
        }
        if (echo != null) {
            printer = EchoPrinter.start(echo, System.out);
        }
        serve(server, tls, stopping);
        return 0;
    }

    @Override
    public String complaint(OptionSpec option, String text, String otherwise) {
        return ServeSettings.complaint(options, option, text, otherwise);
    }

    private Backend start(
            BackendProvider provider, ChatServer server, @Nullable TlsSource tls, @Nullable NatsRelay relay) {
        try {
            return start(provider, server, tls);
        } catch (CommandFailure e) {
            if (relay != null) {
                relay.close(); // the others need not wait for this one's lease to end
            }
            throw e;
        }
    }

    private Backend start(BackendProvider provider, ChatServer server, @Nullable TlsSource tls) {
        var started = listen(provider, server, tls);
        if (tls != null && tls.provider() == null) {
            started.close();
            throw new CommandFailure(
                    "backend " + provider.name() + " does not speak TLS; leave --tls-cert out, or take another");
        }
        return started;
    }

    private Backend listen(BackendProvider provider, ChatServer server, @Nullable TlsSource tls) {
        var address = new InetSocketAddress(resolve(), options.port);
        try {
            return provider.start(
                    server, new BackendOptions(address, options.ioThreads, BackendOptions.DEFAULT_BACKLOG, tls));
        } catch (IOException e) {
            throw new CommandFailure("cannot listen on " + HttpEndpoint.display(address) + ": " + e.getMessage() + "; "
                    + remedy(String.valueOf(e.getMessage())));
        }
    }

    private String remedy(String reason) {
        if (reason.contains("in use")) {
            return "--port picks another one";
        }
        return reason.contains("denied") && options.port < FIRST_UNPRIVILEGED_PORT
                ? "a port below " + FIRST_UNPRIVILEGED_PORT + " needs CAP_NET_BIND_SERVICE; --port picks a higher one"
                : "--host takes an address of this machine";
    }

    private InetAddress resolve() {
        try {
            return InetAddress.getByName(options.host);
        } catch (UnknownHostException e) {
            throw new CommandFailure("unknown host " + options.host + " (--host takes an address of this machine)");
        }
    }

    /**
     * From now on, which is before anybody is told that the server listens, a signal stops the server in order and ends the process.
     *
     * @return counted down by the signal
     */
    private CountDownLatch stopOnSignal(
            ChatServer server, Backend started, @Nullable NatsRelay relay, @Nullable AdminEndpoint admin) {
        var stopping = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stopping.countDown();
                            if (admin != null) {
                                admin.stopping();
                            }
                            Shutdown.of(server, started, relay, options.drainTimeout);
                            var last = printer;
                            if (last != null) {
                                last.end();
                            }
                            LogSetup.end();
                            Runtime.getRuntime().halt(0);
                        },
                        "stop"));
        return stopping;
    }

    /** Runs until a signal comes. */
    private void serve(ChatServer server, @Nullable TlsSource tls, CountDownLatch stopping)
            throws InterruptedException {
        if (stopAtEof) {
            obeyStarter(server, spec.commandLine().getOut());
        }
        if (tls != null) {
            ServeTls.reloadOnHangUp(tls);
        }
        while (!stopping.await(1, TimeUnit.SECONDS)) {
            server.housekeep();
            if (tls != null) {
                tls.reloadIfChanged();
            }
        }
        Thread.currentThread().join();
    }

    /**
     * A server that another process has started does not outlive it. At each line it says what it has sent: here, because the admin
     * pages are 9 MiB of memory and up to 60 ms of the start, which would be in what is measured.
     */
    private static void obeyStarter(ChatServer server, PrintWriter out) {
        Thread.ofPlatform().daemon().name("stop-at-eof").start(() -> {
            try {
                for (int b = System.in.read(); b >= 0; b = System.in.read()) {
                    if (b == '\n') {
                        var counters = server.counters();
                        out.println(new Sends(counters.sends(), counters.sentBytes(), counters.deliveries()).text());
                        out.flush();
                    }
                }
            } catch (IOException e) {
                // as good as its end
            }
            System.exit(0);
        });
    }
}
