package dev.muxbench.cli.serve;

import dev.muxbench.cli.logs.LogFormat;
import dev.muxbench.cli.logs.LogLevel;
import dev.muxbench.cli.option.AdminAddress;
import dev.muxbench.cli.option.Allowed;
import dev.muxbench.cli.option.ByteSize;
import dev.muxbench.cli.option.OptionalFile;
import dev.muxbench.core.config.ClientLimits;
import dev.muxbench.core.config.OverloadPolicy;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.BackendOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/**
 * The options of {@code serve} that describe a server: those that its environment and a file may have, too. See {@link ServeSettings}.
 * Where a default is given as a text, that is how people write it.
 *
 * <p>Threads: one.
 */
final class ServeOptions {
    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "how bytes are moved: a name of muxbench backends, or auto for the best that works here")
    String backend = Backends.AUTO;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "address or name to listen on")
    String host = "0.0.0.0";

    @Option(names = "--port", paramLabel = "N", description = "TCP port; 0 takes a free one")
    int port = ServerConfig.DEFAULT_PORT;

    @Option(
            names = "--io-threads",
            paramLabel = "N",
            showDefaultValue = Visibility.NEVER, // is another one elsewhere
            description = "event loops, or carriers of virtual threads; platform-threads has two for each client"
                    + " instead (default: half of the processors)")
    int ioThreads = BackendOptions.defaultIoThreads();

    @Option(names = "--max-clients", paramLabel = "N", description = "most connections at the same time")
    private int maxClients = ServerConfig.defaults().maxClients();

    @Option(
            names = "--max-clients-per-ip",
            paramLabel = "N",
            defaultValue = Allowed.OFF,
            converter = Allowed.NumberOrOff.class,
            description = "most connections from one IP address at the same time")
    private int maxClientsPerIp;

    @Option(
            names = "--rate-limit",
            paramLabel = "N/s",
            defaultValue = Allowed.OFF,
            converter = Allowed.NumberOrOff.class,
            description = "most lines/s that are taken from one client; a client that sends more must wait")
    private int rateLimit;

    @Option(
            names = "--rate-limit-bytes",
            paramLabel = "SIZE/s",
            defaultValue = Allowed.OFF,
            converter = Allowed.SizeOrOff.class,
            description = "most bytes/s that are taken from one client; a client that sends more must wait")
    private ByteSize rateLimitBytes = bytes(0);

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            defaultValue = Allowed.OFF,
            converter = Allowed.TimeOrOff.class,
            description = "close a client that has sent nothing for this time")
    private Duration idleTimeout = Duration.ZERO;

    @Option(
            names = "--max-line",
            paramLabel = "SIZE",
            defaultValue = "1 KiB",
            description = "most bytes of a line; longer lines are refused")
    private ByteSize maxLine = bytes(ServerConfig.defaults().maxLineBytes());

    @Option(names = "--max-rooms", paramLabel = "N", description = "most rooms at the same time")
    private int maxRooms = ServerConfig.defaults().maxRooms();

    @Option(
            names = "--overload",
            paramLabel = "POLICY",
            defaultValue = "pushback",
            description = "if members do not read fast enough: pushback makes the senders wait, disconnect closes "
                    + "those members")
    private OverloadPolicy overload = OverloadPolicy.PUSHBACK;

    @Option(
            names = "--high-water",
            paramLabel = "SIZE",
            defaultValue = "4 MiB",
            description = "backlog of a room at which its senders must wait")
    private ByteSize highWater = bytes(ServerConfig.defaults().highWaterBytes());

    @Option(
            names = "--slow-consumer-timeout",
            paramLabel = "TIME",
            defaultValue = "10 s",
            description = "time for which slow members may make a room wait in any minute; then they are closed")
    private Duration slowConsumerTimeout = ServerConfig.defaults().slowConsumerTimeout();

    @Option(
            names = "--max-lag",
            paramLabel = "SIZE",
            defaultValue = "16 MiB",
            description = "with --overload disconnect: how far behind a member may be")
    private ByteSize maxLag = bytes(ServerConfig.defaults().maxLagBytes());

    @Option(
            names = "--log-memory",
            paramLabel = "SIZE",
            defaultValue = "256 MiB",
            description = "memory that the logs of all rooms together should stay under")
    private ByteSize logMemory = bytes(ServerConfig.defaults().logMemoryBytes());

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            defaultValue = Allowed.OFF,
            description = "speak TLS with this certificate and those that vouch for it (PEM)")
    OptionalFile tlsCert = OptionalFile.NONE;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            defaultValue = Allowed.OFF,
            description = "private key of the certificate (PEM, PKCS#8, not encrypted)")
    OptionalFile tlsKey = OptionalFile.NONE;

    @Option(
            names = "--tls-client-ca",
            paramLabel = "FILE",
            defaultValue = Allowed.OFF,
            description = "let in only clients whose certificate one of these vouches for (PEM)")
    OptionalFile tlsClientCa = OptionalFile.NONE;

    @Option(
            names = "--tls-handshake-timeout",
            paramLabel = "TIME",
            defaultValue = "10 s",
            description = "time that a client may take from connecting to the end of its TLS handshake")
    Duration tlsHandshakeTimeout = Duration.ofSeconds(10);

    @Option(
            names = "--relay",
            paramLabel = "URL",
            defaultValue = Allowed.OFF,
            description = "form one chat with other servers, through NATS with JetStream: nats://HOST[:PORT] or"
                    + " tls://HOST[:PORT], several behind commas")
    String relay = Allowed.OFF;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "name of the cluster: servers with the same name form one chat")
    String cluster = "main";

    @Option(
            names = "--relay-optional",
            defaultValue = "false",
            description = "start alone if NATS cannot be reached, and join the other servers later")
    boolean relayOptional;

    @Option(
            names = "--relay-creds",
            paramLabel = "FILE",
            defaultValue = Allowed.OFF,
            description = "credentials of this server for NATS: a file with its JWT and seed")
    OptionalFile relayCreds = OptionalFile.NONE;

    @Option(
            names = "--relay-tls-ca",
            paramLabel = "FILE",
            defaultValue = Allowed.OFF,
            description = "trust a NATS that one of these certificates vouches for (PEM)")
    OptionalFile relayTlsCa = OptionalFile.NONE;

    @Option(
            names = "--relay-retain",
            paramLabel = "TIME",
            defaultValue = "5 m",
            description = "time for which NATS keeps lines for a server that is cut off")
    Duration relayRetain = Duration.ofMinutes(5);

    @Option(
            names = "--relay-max-bytes",
            paramLabel = "SIZE",
            defaultValue = "1 GiB",
            description = "bytes of lines that NATS keeps; senders wait when they are full")
    ByteSize relayMaxBytes = bytes(1L << 30);

    @Option(
            names = "--relay-replicas",
            paramLabel = "N",
            description = "number of NATS servers that keep the lines: 1, 3 or 5")
    int relayReplicas = 1;

    @Option(
            names = "--relay-storage",
            paramLabel = "WHERE",
            defaultValue = "file",
            description = "where NATS keeps the lines: file or memory")
    RelayStorage relayStorage = RelayStorage.FILE;

    @Option(
            names = "--drain-timeout",
            paramLabel = "TIME",
            defaultValue = "5 s",
            description = "time that stopping may take, because everything that was said is delivered first")
    Duration drainTimeout = Duration.ofSeconds(5);

    @Option(
            names = "--admin",
            paramLabel = "ADDRESS:PORT",
            defaultValue = Allowed.OFF,
            description = "serve /metrics, /healthz, /readyz and /sessions to operators there; without "
                    + "authentication, so best on 127.0.0.1")
    AdminAddress admin = AdminAddress.parse(Allowed.OFF);

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "info",
            description = "least level of an event that is logged on stderr: error, warn, info or debug")
    LogLevel logLevel = LogLevel.INFO;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "format of the log on stderr: text, or json for programs")
    LogFormat logFormat = LogFormat.TEXT;

    @Option(names = "--echo", defaultValue = "false", description = "print every line that is said, as smallchat does")
    boolean echo;

    /** Returns the range of an option; null if it has none. */
    @Nullable
    Allowed allowed(OptionSpec option) {
        return switch (option.longestName()) {
            case "--port" -> Allowed.from(0, 65535);
            case "--io-threads" -> Allowed.from(1, 1024);
            case "--max-clients" -> Allowed.from(1, 10_000_000);
            case "--max-clients-per-ip" -> Allowed.from(1, 10_000_000).orOff();
            case "--rate-limit" -> Allowed.from(1, 1_000_000).perSecond().orOff();
            case "--rate-limit-bytes" ->
                Allowed.from(bytes(1 << 10), bytes(1 << 30)).perSecond().orOff();
            case "--idle-timeout" ->
                Allowed.from(Duration.ofSeconds(1), Duration.ofDays(1)).orOff();
            case "--max-line" -> Allowed.from(bytes(ServerConfig.MIN_LINE_BYTES), bytes(ServerConfig.MAX_LINE_BYTES));
            case "--max-rooms" -> Allowed.from(1, 1_000_000);
            case "--high-water" -> Allowed.from(bytes(ServerConfig.MIN_HIGH_WATER_BYTES), bytes(1L << 30));
            case "--slow-consumer-timeout" -> Allowed.from(Duration.ofMillis(100), Duration.ofHours(1));
            case "--max-lag" -> Allowed.from(bytes(ServerConfig.MIN_MAX_LAG_BYTES), bytes(1L << 30));
            case "--log-memory" ->
                Allowed.from(overload == OverloadPolicy.PUSHBACK ? highWater : maxLag, bytes(1L << 40));
            case "--tls-handshake-timeout" -> Allowed.from(Duration.ofMillis(100), Duration.ofMinutes(10));
            case "--relay-retain" -> Allowed.from(Duration.ofSeconds(20), Duration.ofDays(1));
            case "--relay-max-bytes" -> Allowed.from(bytes(16L << 20), bytes(1L << 40));
            case "--relay-replicas" -> Allowed.from(1, 5);
            case "--drain-timeout" -> Allowed.from(Duration.ZERO, Duration.ofMinutes(10));
            default -> null;
        };
    }

    private static ByteSize bytes(long bytes) {
        return new ByteSize(bytes);
    }

    /** Only when each value is {@linkplain #allowed one that it may be}. */
    ServerConfig config() {
        return new ServerConfig(
                maxClients,
                (int) maxLine.bytes(),
                maxRooms,
                highWater.bytes(),
                slowConsumerTimeout,
                logMemory.bytes(),
                ServerConfig.defaults().lingerTimeout(),
                new ClientLimits(maxClientsPerIp, rateLimit, rateLimitBytes.bytes(), idleTimeout),
                overload,
                maxLag.bytes());
    }
}
