package dev.muxbench.core;

import dev.muxbench.core.events.Events;
import dev.muxbench.core.log.SegmentPool;
import dev.muxbench.core.protocol.Names;
import dev.muxbench.core.spi.Server;
import dev.muxbench.core.spi.Waker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One chat: its rooms, nicks and loops. Knows no socket.
 *
 * <p>Threads: any.
 */
public final class ChatServer implements Server {
    static final String LOBBY = "lobby";

    private final ServerConfig config;
    private final LongSupplier clockNanos;
    private final FatalHandler fatalHandler;
    private final SegmentPool pool;

    /** Where sessions are that are members of no room: nobody publishes there. */
    private final Room nowhere;

    private final ConcurrentHashMap<String, Session> nicks = new ConcurrentHashMap<>();
    private final AtomicLong lastUser = new AtomicLong();
    private final Admission admission;
    private final Lingering lingering;
    private final Loops loops = new Loops();
    private @Nullable Echo echo; // set before the first loop is opened

    private final ReentrantLock membershipLock = new ReentrantLock();
    private final Map<String, Room> rooms = new HashMap<>(); // guarded by membershipLock

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
        this.nowhere = new Room(this, "", "");
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
        for (var room : rooms()) {
            boolean shrunk = room.log.shrinkIfQuiet();
            if (room.log.markIfOverHighWater() || room.isWatched() || shrunk) {
                room.announce();
            }
        }
        pool.trim();
    }

    /** As they are now. */
    List<Room> rooms() {
        membershipLock.lock();
        try {
            return new ArrayList<>(rooms.values());
        } finally {
            membershipLock.unlock();
        }
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
        nowhere.log.close();
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

    // ---- Clients and nicks.

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

    /** The first nick of a new session: its number is never given again. */
    String registerFirstNick(Session session) {
        var nick = "user:" + lastUser.incrementAndGet();
        nicks.put(nick, session);
        return nick;
    }

    /** Returns false if the nick belongs to another session. */
    boolean registerNick(String key, Session session) {
        var owner = nicks.putIfAbsent(key, session);
        return owner == null || owner == session;
    }

    void releaseNick(String key, Session session) {
        nicks.remove(key, session);
    }

    /** @param spelling as it was received */
    @Nullable
    Session findByNick(byte[] spelling) {
        var key = Names.keyOfSpelling(spelling);
        return key == null ? null : nicks.get(key);
    }

    // ---- Rooms.

    /** Enters the lobby. */
    RoomShare join(Session session) {
        membershipLock.lock();
        try {
            return rooms.computeIfAbsent(LOBBY, key -> new Room(this, LOBBY, key))
                    .add(session);
        } finally {
            membershipLock.unlock();
        }
    }

    /** A reader that is a member of no room. */
    RoomShare joinNowhere(Session session) {
        membershipLock.lock();
        try {
            return nowhere.shareOf(session.loop());
        } finally {
            membershipLock.unlock();
        }
    }

    /** Goes over to another room, which is made if need be. Returns null if there are too many rooms. */
    @Nullable
    RoomShare move(Session session, Room from, String name, String key) {
        membershipLock.lock();
        try {
            var room = rooms.get(key);
            if (room == null) {
                if (rooms.size() >= config.maxRooms() && !key.equals(LOBBY)) {
                    return null;
                }
                room = new Room(this, name, key);
                rooms.put(key, room);
            }
            leave(session, from);
            return room.add(session);
        } finally {
            membershipLock.unlock();
        }
    }

    /** Leaves a room. Its log goes with its last member; who still reads it keeps what it needs. */
    void leave(Session session, Room room) {
        membershipLock.lock();
        try {
            room.remove(session);
            if (room.isEmpty()) {
                rooms.remove(room.key);
                room.log.close();
            }
        } finally {
            membershipLock.unlock();
        }
    }

    /** A loop has nobody left who is, or reads, in this room. */
    void dropIfEmpty(RoomShare share) {
        if (share.isEmpty()) {
            membershipLock.lock();
            try {
                share.room().drop(share);
            } finally {
                membershipLock.unlock();
            }
        }
    }

    /** The names and sizes of up to {@code limit} rooms, and how many there are. */
    Listing listRooms(int limit) {
        membershipLock.lock();
        try {
            var entries = rooms.values().stream()
                    .limit(limit)
                    .map(room -> room.name + " (" + room.memberCount() + ")")
                    .toList();
            return new Listing(entries, rooms.size());
        } finally {
            membershipLock.unlock();
        }
    }

    /** The nicks of up to {@code limit} members of a room, and how many there are. */
    Listing listMembers(Room room, int limit) {
        membershipLock.lock();
        try {
            return new Listing(room.nicks(limit), room.memberCount());
        } finally {
            membershipLock.unlock();
        }
    }

    /** The first of {@code total} entries. */
    record Listing(List<String> entries, int total) {
        @Override
        public String toString() {
            var shown = String.join(", ", entries);
            return entries.size() < total ? shown + ", and " + (total - entries.size()) + " more" : shown;
        }
    }
}
