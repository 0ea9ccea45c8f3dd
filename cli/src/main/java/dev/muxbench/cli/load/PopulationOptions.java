package dev.muxbench.cli.load;

import dev.muxbench.cli.option.ByteSize;
import dev.muxbench.cli.option.ClientCount;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.plan.Role;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** Which of the clients of {@code load} do more, or less, than to receive. */
final class PopulationOptions {
    @Option(
            showDefaultValue = Visibility.NEVER,
            names = "--zipf",
            paramLabel = "S",
            description = "rooms of unequal size: room k has a share of 1/k^S of the clients (default: 0, all equal)")
    private double zipf;

    @Option(
            showDefaultValue = Visibility.NEVER,
            names = "--slow-readers",
            paramLabel = "N",
            description = "number of clients that read slowly, or a share such as 5%%; none of them sends")
    private ClientCount slowReaders = ClientCount.NONE;

    @Option(
            names = "--slow-rate",
            paramLabel = "SIZE",
            description = "bytes/s that a slow reader reads at most while the load is measured")
    private ByteSize slowRate = new ByteSize(Population.DEFAULT_SLOW_BYTES_PER_SECOND);

    @Option(
            showDefaultValue = Visibility.NEVER,
            names = "--stuck-readers",
            paramLabel = "N",
            description = "number or share of clients that read nothing while the load is measured")
    private ClientCount stuckReaders = ClientCount.NONE;

    @Option(
            showDefaultValue = Visibility.NEVER,
            names = "--flooding",
            paramLabel = "N",
            description = "number or share of clients that send as fast as the server takes it; their lines are not "
                    + "counted as sent")
    private ClientCount flooding = ClientCount.NONE;

    @Option(
            showDefaultValue = Visibility.NEVER,
            names = "--slowloris",
            paramLabel = "N",
            description = "number or share of clients that send a byte every second and never end a line")
    private ClientCount slowloris = ClientCount.NONE;

    @Option(
            showDefaultValue = Visibility.NEVER,
            names = "--half-open",
            paramLabel = "N",
            description = "number or share of clients that vanish: their kernel answers nothing (Linux)")
    private ClientCount halfOpen = ClientCount.NONE;

    @Option(
            showDefaultValue = Visibility.NEVER,
            names = "--verify",
            paramLabel = "N",
            converter = AllOrSome.class,
            description = "number or share of clients that look at each byte, senders among them; the others count "
                    + "bytes, which costs less (default: all)")
    private @Nullable ClientCount verify;

    @Option(
            names = "--churn",
            paramLabel = "N",
            description = "open loop: clients/s that leave and come back, of those that only receive")
    private @Nullable Double churn;

    @Option(
            names = "--connect-rate",
            paramLabel = "N",
            description = "open loop: clients/s that connect (default: as fast as the server greets them)")
    private @Nullable Double connectRate;

    @Option(
            showDefaultValue = Visibility.NEVER,
            names = "--reconnect",
            paramLabel = "N",
            description = "a client whose connection breaks comes back, with --joined yes on the next target; N is "
                    + "how often in a row it tries, with growing pauses (default: 0, a broken connection fails "
                    + "the run)")
    private int reconnects;

    @Option(
            showDefaultValue = Visibility.NEVER,
            names = "--resets",
            paramLabel = "N",
            description = "open loop: connections/s that are opened and reset at once, beside the clients")
    private @Nullable Double resets;

    /** {@code all} too. */
    private static final class AllOrSome implements ITypeConverter<ClientCount> {
        @Override
        public ClientCount convert(String text) {
            return text.equals("all") ? new ClientCount(100, true) : ClientCount.parse(text);
        }
    }

    /**
     * @param seed by which those are drawn that look
     * @throws IllegalArgumentException with the flag and what is wrong with it
     */
    Population population(int clients, long seed) {
        require(slowRate.bytes() >= 1, "slow-rate must be 1 byte/s or more");
        require(churn == null || churn > 0, "churn must be above 0; without it all clients stay");
        require(connectRate == null || connectRate > 0, "connect-rate must be above 0");
        require(resets == null || resets > 0, "resets must be above 0");
        return Population.builder()
                .roomSkew(zipf)
                .unruly(Role.SLOW_READER, slowReaders.of(clients))
                .unruly(Role.STUCK_READER, stuckReaders.of(clients))
                .unruly(Role.FLOODING, flooding.of(clients))
                .unruly(Role.SLOWLORIS, slowloris.of(clients))
                .unruly(Role.HALF_OPEN, halfOpen.of(clients))
                .slowBytesPerSecond(slowRate.bytes())
                .joinsPerSecond(churn == null ? 0 : churn)
                .connectsPerSecond(connectRate == null ? 0 : connectRate)
                .reconnects(reconnects)
                .counted(verify == null ? 0 : clients - verify.of(clients), seed)
                .resetsPerSecond(resets == null ? 0 : resets)
                .build();
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
