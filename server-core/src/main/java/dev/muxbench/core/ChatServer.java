package dev.muxbench.core;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.events.Events;
import dev.muxbench.core.log.SegmentPool;
import dev.muxbench.core.loop.LoopContext;
import dev.muxbench.core.loop.Loops;
import dev.muxbench.core.relay.JoinedChat;
import dev.muxbench.core.relay.Relay;
import dev.muxbench.core.room.RoomContext;
import dev.muxbench.core.room.RoomRegistry;
import dev.muxbench.core.room.RoomTap;
import dev.muxbench.core.session.LocalChat;
import dev.muxbench.core.session.Session;
import dev.muxbench.core.session.SessionContext;
import dev.muxbench.core.spi.Loop;
import dev.muxbench.core.spi.Server;
import dev.muxbench.core.spi.Waker;
import dev.muxbench.core.status.ServerCounters;
import dev.muxbench.core.status.ServerStatus;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One chat: its rooms, nicks and loops. Knows no socket.
 *
 * <p>Threads: any.
 */
public final class ChatServer implements Server {
    private final ServerConfig config;
    private final FatalHandler fatalHandler;
    private final SegmentPool pool;
    private final RoomRegistry rooms;
    private final SessionContext sessions;
    private final Loops loops;

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
        this.pool = new SegmentPool(config.logMemoryBytes());
        var roomContext = new RoomContext(config, pool, clockNanos);
        this.rooms = new RoomRegistry(roomContext);
        this.sessions = new SessionContext(config, clockNanos, rooms);
        this.loops = new Loops(new LoopContext(
                config,
                clockNanos,
                roomContext::missingLogBytes,
                (loop, connection) -> new Session(sessions, loop, connection)));
        var _ = Events.isAnyOn(); // known to the flight recorder from now on
    }

    /** A copy of all that is said from now on. Before a backend is started. */
    public RoomTap tap() {
        return sessions.tap();
    }

    /**
     * Joins this chat with that of other servers. Before a backend is started.
     *
     * @param relay makes the one that joins them
     */
    public void join(Function<JoinedChat, Relay> relay) {
        var chat = new LocalChat(sessions, loops, this::fail);
        loops.count(chat.counters());
        sessions.join(relay.apply(chat));
    }

    @Override
    public Loop openLoop(Waker waker) {
        return loops.open(waker);
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
        return sessions.clients();
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
        return loops.status(mostSessions, rooms::status);
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

    /** Gives memory back that a burst has left behind. Must be called about once a second. */
    public void housekeep() {
        rooms.housekeep();
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
}
