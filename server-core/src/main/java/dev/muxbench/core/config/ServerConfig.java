package dev.muxbench.core.config;

import dev.muxbench.core.log.LogLimits;
import dev.muxbench.core.protocol.Names;
import dev.muxbench.core.protocol.Sanitizer;
import java.time.Duration;

/**
 * All limits of a server.
 *
 * @param maxClients          connections at the same time; the next one is told {@code Server full}
 * @param maxLineBytes        received bytes of a line, without its end; a longer line is not relayed
 * @param maxRooms            rooms at the same time
 * @param highWaterBytes      backlog of a room at which its publishers are no longer read
 * @param slowConsumerTimeout pushback that a minority of slow members may cost a room in any minute; also how long a leaving
 *                            client may take to read what is pending for it
 * @param logMemoryBytes      direct memory that the logs of all rooms should stay under
 * @param lingerTimeout       how long the peer may take to close its side after the server has closed its own
 * @param clientLimits        what one client may do
 * @param overload            what happens when members do not read fast enough
 * @param maxLagBytes         how far a member may be behind with {@link OverloadPolicy#DISCONNECT}
 */
public record ServerConfig(
        int maxClients,
        int maxLineBytes,
        int maxRooms,
        long highWaterBytes,
        Duration slowConsumerTimeout,
        long logMemoryBytes,
        Duration lingerTimeout,
        ClientLimits clientLimits,
        OverloadPolicy overload,
        long maxLagBytes) {

    public static final int DEFAULT_PORT = 7711;
    public static final int MIN_LINE_BYTES = 64;
    public static final int MAX_LINE_BYTES = 64 << 10;
    public static final long MIN_HIGH_WATER_BYTES = 64 << 10;
    public static final long MIN_MAX_LAG_BYTES = 64 << 10;
    private static final long DEFAULT_MAX_LAG_BYTES = 16L << 20;

    /** Replies that may wait in front of a client before its input waits too; one reply may go over it. */
    public static final int REPLY_LIMIT_BYTES = 16 << 10;

    /** The longest single reply: a list of names is cut to it. */
    public static final int LONGEST_REPLY_BYTES = 8 << 10;

    /** Edits of one client's view that may wait before its input waits too. */
    public static final int EDIT_LIMIT = 256;

    /** Memory around each reply: its place in the ring, a buffer, an array's header, a private message's way to its loop. */
    public static final int REPLY_OVERHEAD_BYTES = 128;

    /** Input that is still taken from a client whose room is over its high-water mark, so that its leaving is noticed. */
    public static final int HELD_INPUT_BYTES = 16 << 10;

    private static final int LEAST_LINGERING = 64;
    private static final int LINGERING_SHARE = 10;

    public static ServerConfig defaults() {
        return new ServerConfig(
                10_000, 1024, 1000, 4L << 20, Duration.ofSeconds(10), 256L << 20, Duration.ofSeconds(2));
    }

    /** Creates a configuration without limits for single clients. Senders wait under overload. */
    public ServerConfig(
            int maxClients,
            int maxLineBytes,
            int maxRooms,
            long highWaterBytes,
            Duration slowConsumerTimeout,
            long logMemoryBytes,
            Duration lingerTimeout) {
        this(
                maxClients,
                maxLineBytes,
                maxRooms,
                highWaterBytes,
                slowConsumerTimeout,
                logMemoryBytes,
                lingerTimeout,
                ClientLimits.NONE,
                OverloadPolicy.PUSHBACK,
                DEFAULT_MAX_LAG_BYTES);
    }

    public ServerConfig {
        require(maxClients >= 1, "maxClients", maxClients);
        require(maxLineBytes >= MIN_LINE_BYTES && maxLineBytes <= MAX_LINE_BYTES, "maxLineBytes", maxLineBytes);
        require(maxRooms >= 1, "maxRooms", maxRooms);
        require(highWaterBytes >= MIN_HIGH_WATER_BYTES, "highWaterBytes", highWaterBytes);
        require(slowConsumerTimeout.isPositive(), "slowConsumerTimeout", slowConsumerTimeout);
        require(
                logMemoryBytes >= (overload == OverloadPolicy.PUSHBACK ? highWaterBytes : maxLagBytes),
                "logMemoryBytes",
                logMemoryBytes);
        require(lingerTimeout.isPositive(), "lingerTimeout", lingerTimeout);
        require(maxLagBytes >= MIN_MAX_LAG_BYTES, "maxLagBytes", maxLagBytes);
    }

    public ServerConfig withMaxClients(int clients) {
        return new ServerConfig(
                clients,
                maxLineBytes,
                maxRooms,
                highWaterBytes,
                slowConsumerTimeout,
                logMemoryBytes,
                lingerTimeout,
                clientLimits,
                overload,
                maxLagBytes);
    }

    public ServerConfig withClientLimits(ClientLimits limits) {
        return new ServerConfig(
                maxClients,
                maxLineBytes,
                maxRooms,
                highWaterBytes,
                slowConsumerTimeout,
                logMemoryBytes,
                lingerTimeout,
                limits,
                overload,
                maxLagBytes);
    }

    public ServerConfig withOverload(OverloadPolicy policy, long lagBytes) {
        return new ServerConfig(
                maxClients,
                maxLineBytes,
                maxRooms,
                highWaterBytes,
                slowConsumerTimeout,
                logMemoryBytes,
                lingerTimeout,
                clientLimits,
                policy,
                lagBytes);
    }

    private static void require(boolean holds, String name, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(name + " " + value);
        }
    }

    /** The longest line that a room's log has to hold: every byte replaced, the longest nick before it. */
    public int longestLogLineBytes() {
        return Names.MAX_BYTES + 2 + Sanitizer.GROWTH * maxLineBytes + 1;
    }

    public LogLimits logLimits() {
        return switch (overload) {
            case PUSHBACK -> LogLimits.of(longestLogLineBytes(), highWaterBytes);
            case DISCONNECT -> LogLimits.ofMaxLag(longestLogLineBytes(), maxLagBytes);
        };
    }

    /** More memory of logs while all logs are short of it, because what other servers have sent already is still taken. */
    public long relayedLogBytes() {
        return maxRooms * logLimits().leastHighWaterBytes();
    }

    /** Connections that may linger beside the clients: they have been sent everything, and have not been closed by their peers. */
    public int maxLingering() {
        return Math.max(LEAST_LINGERING, maxClients / LINGERING_SHARE);
    }

    /** The most memory that this server needs, whatever its clients do. */
    public MemoryBound memoryBound() {
        return MemoryBound.of(this);
    }
}
