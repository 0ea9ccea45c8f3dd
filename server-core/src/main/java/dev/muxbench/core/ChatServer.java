package dev.muxbench.core;

import dev.muxbench.core.events.Events;
import dev.muxbench.core.log.SegmentPool;
import dev.muxbench.core.spi.Server;
import dev.muxbench.core.spi.Waker;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One chat: its rooms, nicks and loops. Knows no socket.
 *
 * <p>Threads: any.
 */
public final class ChatServer implements Server {
    private final ServerConfig config;
    private final LongSupplier clockNanos;
    private final FatalHandler fatalHandler;
    private final SegmentPool pool;
    private final RoomRegistry rooms;
    private final NickRegistry nicks = new NickRegistry();
    private final Admission admission;
    private final Lingering lingering;
    private final Loops loops = new Loops();
    private @Nullable Echo echo; // set before the first loop is opened

    /** One that is all that its process is for. */
    public ChatServer(ServerConfig config) {
        this(config, System::nanoTime);
    }

    /** @param clockNanos monotonic; a test may bring its own */
    public ChatServer(ServerConfig config, LongSupplier clockNanos) {
        this(config, clockNanos, FatalHandler.HALT);
    }

    /**
     * @param clockNanos   monotonic; a test may bring its own
     * @param fatalHandler is told of failures in its threads
     */
    public ChatServer(ServerConfig config, LongSupplier clockNanos, FatalHandler fatalHandler) {
        this.config = config;
        this.fatalHandler = fatalHandler;
        this.clockNanos = clockNanos;
        this.admission = new Admission(config);
        this.lingering = new Lingering(config.maxClients());
        this.pool = new SegmentPool(config.logMemoryBytes());
        var _ = Events.isAnyOn(); // known to the flight recorder from now on
        this.rooms = new RoomRegistry(this);
    }

    /** A copy of all that is said from now on. Before a backend is started. */
    public Echo echo() {
        echo = new Echo();
        return echo;
    }

    @Nullable
    Echo echoIfAny() {
        return echo;
    }

    @Override
    public IoLoop openLoop(Waker waker) {
        return loops.open(this, waker);
    }

    @Override
    public Duration lingerTimeout() {
        return config.lingerTimeout();
    }

    @Override
    public void fail(Throwable cause) {
        fatalHandler.onFailure(cause);
    }

    public ServerConfig config() {
        return config;
    }

    /** Connections that count towards {@link ServerConfig#maxClients()}. */
    public int clients() {
        return admission.clients();
    }

    public ServerCounters counters() {
        return loops.counters();
    }

    /**
     * Asks the loops, each of which answers in a turn of its own. Not for a loop's thread, as it waits for them, a second at most.
     *
     * @param mostSessions that are told one by one
     */
    public ServerStatus status(int mostSessions) throws InterruptedException {
        return ServerStatus.ask(this, mostSessions);
    }

    /** Direct memory of all rooms' logs that is in use, in bytes. */
    public long logBytesInUse() {
        return pool.inUseBytes();
    }

    /** Direct memory kept for reuse, in bytes. */
    public long logBytesIdle() {
        return pool.idleBytes();
    }

    /** Parts of all rooms' logs that are in use. */
    public int logSegments() {
        return pool.inUseChunks();
    }

    /** To be called about once a second: gives memory back that a burst has left behind. */
    public void housekeep() {
        for (var room : rooms.all()) {
            boolean shrunk = room.log.shrinkIfQuiet();
            if (room.log.markIfOverHighWater() || room.isWatched() || shrunk) {
                room.announce();
            }
        }
        pool.trim();
    }

    /**
     * Takes nothing more from any client, and ends every session once it has been sent what was published. {@link #clients()} tells
     * when all are gone.
     */
    public void stop() {
        loops.stop();
    }

    /** After {@link #stop()}: as the last part of that, though some room is so far behind that not all could be published. */
    public void stopAtOnce() {
        loops.leave();
    }

    /** Frees the idle memory. For the end, when all loops have ended. */
    public void close() {
        rooms.close();
        pool.close();
    }

    LongSupplier clock() {
        return clockNanos;
    }

    SegmentPool segmentPool() {
        return pool;
    }

    /** So much more than they have should be available to all logs; 0 or less while they are not short of memory. */
    long missingLogBytes() {
        return config.logLimits().highWaterBytes() - pool.availableBytes();
    }

    Loops loops() {
        return loops;
    }

    RoomRegistry rooms() {
        return rooms;
    }

    NickRegistry nicks() {
        return nicks;
    }

    Admission admission() {
        return admission;
    }

    Lingering lingering() {
        return lingering;
    }

    /** For a new session; null if there are no rates to limit. */
    @Nullable
    RateLimit newRateLimit() {
        return config.clientLimits().hasRates() ? new RateLimit(config.clientLimits(), clockNanos) : null;
    }
}
