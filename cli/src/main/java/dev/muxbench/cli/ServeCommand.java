package dev.muxbench.cli;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.ServerConfig;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.core.spi.BackendProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
final class ServeCommand implements Callable<Integer> {
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "what moves the bytes, or auto: the best that works here; see muxbench backends")
    private String backend = Backends.AUTO;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "where to listen: an address or a name")
    private String host = "0.0.0.0";

    @Option(names = "--port", paramLabel = "N", description = "TCP port; 0 takes a free one")
    private int port = ServerConfig.DEFAULT_PORT;

    @Option(
            names = "--io-threads",
            paramLabel = "N",
            description =
                    "event loops, or carriers of virtual threads; platform-threads has two for each client instead")
    private int ioThreads = BackendOptions.defaultIoThreads();

    @Option(names = "--max-clients", paramLabel = "N", description = "connections at the same time")
    private int maxClients = ServerConfig.defaults().maxClients();

    @Option(names = "--max-line", paramLabel = "SIZE", description = "bytes of a line; longer ones are refused")
    private ByteSize maxLine = new ByteSize(ServerConfig.defaults().maxLineBytes());

    @Option(names = "--max-rooms", paramLabel = "N", description = "rooms at the same time")
    private int maxRooms = ServerConfig.defaults().maxRooms();

    @Option(
            names = "--high-water",
            paramLabel = "SIZE",
            description = "a room's backlog at which its senders have to wait")
    private ByteSize highWater = new ByteSize(ServerConfig.defaults().highWaterBytes());

    @Option(
            names = "--slow-consumer-timeout",
            paramLabel = "TIME",
            description = "how long slow members may make a room wait, in any minute; then they are closed")
    private Duration slowConsumerTimeout = ServerConfig.defaults().slowConsumerTimeout();

    @Option(
            names = "--log-memory",
            paramLabel = "SIZE",
            description = "memory that the logs of all rooms should stay under")
    private ByteSize logMemory = new ByteSize(ServerConfig.defaults().logMemoryBytes());

    @Option(names = "--stop-at-eof", description = "stop when standard input ends", hidden = true)
    private boolean stopAtEof;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var config = config();
        requireRange("--port", port, 0, 65535);
        requireRange("--io-threads", ioThreads, 1, 1024);
        var provider = Backends.require(backend);
        var server = new ChatServer(config);
        var started = start(provider, server);
        announce(config, provider.name(), started);
        serve(server, started);
        return 0;
    }

    private ServerConfig config() {
        requireRange("--max-clients", maxClients, 1, 10_000_000);
        requireRange("--max-line", maxLine.bytes(), ServerConfig.MIN_LINE_BYTES, ServerConfig.MAX_LINE_BYTES);
        requireRange("--max-rooms", maxRooms, 1, 1_000_000);
        requireRange("--high-water", highWater.bytes(), ServerConfig.MIN_HIGH_WATER_BYTES, 1L << 30);
        requireRange("--log-memory", logMemory.bytes(), highWater.bytes(), 1L << 40);
        requireRange("--slow-consumer-timeout in ms", slowConsumerTimeout.toMillis(), 100, 3_600_000);
        return new ServerConfig(
                maxClients,
                (int) maxLine.bytes(),
                maxRooms,
                highWater.bytes(),
                slowConsumerTimeout,
                logMemory.bytes(),
                ServerConfig.defaults().lingerTimeout());
    }

    private void requireRange(String flag, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(), flag + " must be from " + least + " to " + most + ", not " + value);
        }
    }

    private Backend start(BackendProvider provider, ChatServer server) {
        var address = new InetSocketAddress(resolve(), port);
        try {
            return provider.start(server, new BackendOptions(address, ioThreads, BackendOptions.DEFAULT_BACKLOG));
        } catch (IOException e) {
            boolean taken = String.valueOf(e.getMessage()).contains("in use");
            throw new CommandFailure("cannot listen on " + display(address) + ": " + e.getMessage()
                    + (taken ? "; --port picks another one" : "; --host takes an address of this machine"));
        }
    }

    private InetAddress resolve() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new CommandFailure("unknown host " + host + " (--host takes an address of this machine)");
        }
    }

    /** As {@code ss} shows it: an IPv6 address in brackets. */
    static String display(InetSocketAddress address) {
        var literal = address.getAddress().getHostAddress();
        return (literal.contains(":") ? "[" + literal + "]" : literal) + ":" + address.getPort();
    }

    private void announce(ServerConfig config, String backendName, Backend started) {
        var out = spec.commandLine().getOut();
        out.printf("listening on %s, backend %s, %s%n", display(started.address()), backendName, started.threads());
        out.printf(
                "up to %d clients, memory for connections and logs stays under %s%n",
                config.maxClients(), new ByteSize(config.memoryBoundBytes()));
        out.flush();
    }

    /** Until a signal comes: the runtime's shutdown hook stops the server and ends the process. */
    private void serve(ChatServer server, Backend started) throws InterruptedException {
        var stopping = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stopping.countDown();
                            stop(server, started);
                            Runtime.getRuntime().halt(0);
                        },
                        "stop"));
        if (stopAtEof) {
            exitAtEndOfInput();
        }
        while (!stopping.await(1, TimeUnit.SECONDS)) {
            server.housekeep();
        }
        Thread.currentThread().join();
    }

    /** A server that another process has started does not outlive it. */
    private static void exitAtEndOfInput() {
        Thread.ofPlatform().daemon().name("stop-at-eof").start(() -> {
            try {
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // as good as its end
            }
            System.exit(0);
        });
    }

    private static void stop(ChatServer server, Backend started) {
        started.stopAccepting();
        server.stop();
        long deadline = System.nanoTime() + DRAIN_LIMIT.toNanos();
        while (server.clients() > 0 && System.nanoTime() - deadline < 0) {
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                break;
            }
        }
        started.close();
        server.close();
    }
}
