package dev.muxbench.cli;

import dev.muxbench.core.ServerConfig;
import dev.muxbench.core.spi.BackendOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
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
            description = "what moves the bytes, or auto: the best that works here; see muxbench backends")
    String backend = Backends.AUTO;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "where to listen: an address or a name")
    String host = "0.0.0.0";

    @Option(names = "--port", paramLabel = "N", description = "TCP port; 0 takes a free one")
    int port = ServerConfig.DEFAULT_PORT;

    @Option(
            names = "--io-threads",
            paramLabel = "N",
            description =
                    "event loops, or carriers of virtual threads; platform-threads has two for each client instead")
    int ioThreads = BackendOptions.defaultIoThreads();

    @Option(names = "--max-clients", paramLabel = "N", description = "connections at the same time")
    private int maxClients = ServerConfig.defaults().maxClients();

    @Option(
            names = "--max-line",
            paramLabel = "SIZE",
            defaultValue = "1 KiB",
            description = "bytes of a line; longer ones are refused")
    private ByteSize maxLine = bytes(ServerConfig.defaults().maxLineBytes());

    @Option(names = "--max-rooms", paramLabel = "N", description = "rooms at the same time")
    private int maxRooms = ServerConfig.defaults().maxRooms();

    @Option(
            names = "--high-water",
            paramLabel = "SIZE",
            defaultValue = "4 MiB",
            description = "a room's backlog at which its senders have to wait")
    private ByteSize highWater = bytes(ServerConfig.defaults().highWaterBytes());

    @Option(
            names = "--slow-consumer-timeout",
            paramLabel = "TIME",
            defaultValue = "10 s",
            description = "how long slow members may make a room wait, in any minute; then they are closed")
    private Duration slowConsumerTimeout = ServerConfig.defaults().slowConsumerTimeout();

    @Option(
            names = "--log-memory",
            paramLabel = "SIZE",
            defaultValue = "256 MiB",
            description = "memory that the logs of all rooms should stay under")
    private ByteSize logMemory = bytes(ServerConfig.defaults().logMemoryBytes());

    /** What an option may be; null if that is not for its text to say. */
    @Nullable
    Allowed allowed(OptionSpec option) {
        return switch (option.longestName()) {
            case "--port" -> Allowed.from(0, 65535);
            case "--io-threads" -> Allowed.from(1, 1024);
            case "--max-clients" -> Allowed.from(1, 10_000_000);
            case "--max-line" -> Allowed.from(bytes(ServerConfig.MIN_LINE_BYTES), bytes(ServerConfig.MAX_LINE_BYTES));
            case "--max-rooms" -> Allowed.from(1, 1_000_000);
            case "--high-water" -> Allowed.from(bytes(ServerConfig.MIN_HIGH_WATER_BYTES), bytes(1L << 30));
            case "--slow-consumer-timeout" -> Allowed.from(Duration.ofMillis(100), Duration.ofHours(1));
            case "--log-memory" -> Allowed.from(highWater, bytes(1L << 40));
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
                ServerConfig.defaults().lingerTimeout());
    }
}
