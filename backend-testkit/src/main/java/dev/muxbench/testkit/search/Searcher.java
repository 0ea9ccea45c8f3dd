package dev.muxbench.testkit.search;

import dev.muxbench.core.config.OverloadPolicy;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Looks for a way to hold a room for longer than the laws of overload allow: an adversary and honest members on
 * simulated connections, with a clock of their own.
 *
 * <p>What must hold at every moment:
 *
 * <ul>
 *   <li>In any minute, a minority holds a room's speakers no longer than the slow-consumer timeout, plus {@link
 *       #SLACK_NANOS}, plus {@link #LOOK_NANOS} for each connection that was closed as slow.
 *   <li>No honest member is closed, and each is sent every line of its room's speakers in order.
 *   <li>When the adversary stops doing anything, reading included, the room is at full speed again in bounded time.
 * </ul>
 *
 * <p>Threads: one. Everything follows from the seed.
 */
public final class Searcher {
    private static final long SCATTER = 0x9E3779B97F4A7C15L;
    private static final long MARK_BYTES = 128 << 10;
    private static final int MARK_LINES = (int) MARK_BYTES / AdversaryClients.LINE_BYTES;
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** Ticks of the loops, the steps of this search, and what those may cost who have cost nothing for long. */
    private static final long SLACK_NANOS = 1_000_000_000L;

    /** Until a loop looks who is late, once the timeout is used up. */
    private static final long LOOK_NANOS = 100_000_000L;

    private static final long MOST_NANOS_PER_STEP = 40_000_000L;
    private static final long LONGEST_STALL_NANOS = 30_000_000_000L;
    private static final int STEPS_PER_STALL = 200;
    private static final Duration ENTERING = Duration.ofMillis(500);
    private static final Duration SHORT = Duration.ofSeconds(8);
    private static final Duration LONG = Duration.ofSeconds(130);
    private static final Duration SETTLING = TIMEOUT.multipliedBy(6);
    private static final Duration LAST_LOOK = Duration.ofSeconds(1);
    private static final long MOST_HELD_AT_LAST_NANOS = 50_000_000L;

    private enum Kind {
        ONE_PERSON(2),
        MINORITY(3),
        MAJORITY(8),
        QUIET_ROOMS(24);

        final int mostConnections;

        Kind(int mostConnections) {
            this.mostConnections = mostConnections;
        }
    }

    private static final List<Kind> KINDS =
            List.of(Kind.ONE_PERSON, Kind.ONE_PERSON, Kind.MINORITY, Kind.MINORITY, Kind.MAJORITY, Kind.QUIET_ROOMS);

    private final long seed;
    private final Random random;
    private final Kind kind;
    private final boolean stalls; // the machine, now and then
    private final Duration duration;
    private final ServerConfig config;
    private final SearchedServer server;
    private final List<HonestRoom> rooms = new ArrayList<>();
    private final AdversaryClients clients;
    private final Runnable adversary;
    private final SlidingMinute evicted = new SlidingMinute();
    private long evictedBefore;
    private boolean speaking;

    public Searcher(long seed) {
        this.seed = seed;
        random = new Random(seed * SCATTER); // else the first draws of small seeds are all alike
        kind = KINDS.get(random.nextInt(KINDS.size()));
        stalls = random.nextInt(8) == 0;
        duration = random.nextInt(16) == 0 ? LONG : SHORT;
        config = anyConfig();
        server = new SearchedServer(random, config, 1 + random.nextInt(3));
        int size = kind == Kind.ONE_PERSON ? 3 + random.nextInt(4) : 7;
        int others = 4;
        rooms.add(new HonestRoom("lobby", size, 1 + random.nextInt(2), 1, size + others, server, random));
        rooms.add(new HonestRoom("side", others, 1, 1 + size, size + others, server, random));
        clients = new AdversaryClients(random, server, kind.mostConnections);
        adversary = kind == Kind.QUIET_ROOMS
                ? new QuietRooms(random, server, clients, MARK_LINES)
                : new Adversary(random, server, clients, List.of("lobby", "lobby", "side"), MARK_LINES);
    }

    private ServerConfig anyConfig() {
        var pushback = new ServerConfig(
                1000,
                512,
                100,
                MARK_BYTES,
                TIMEOUT,
                kind == Kind.QUIET_ROOMS ? 4 * MARK_BYTES : 128 * MARK_BYTES,
                Duration.ofMillis(500 + random.nextInt(1500)));
        boolean disconnects = kind != Kind.MAJORITY && random.nextInt(4) == 0;
        return disconnects ? pushback.withOverload(OverloadPolicy.DISCONNECT, MARK_BYTES) : pushback;
    }

    /** Throws an AssertionError that names the seed, and what the adversary has done last. */
    public void run() {
        try (server) {
            live(ENTERING, () -> {});
            speaking = true;
            live(duration, adversary);
            live(SETTLING.plus(config.lingerTimeout()), () -> {});
            rooms.forEach(HonestRoom::forgetHeld);
            live(LAST_LOOK, () -> {});
            for (var room : rooms) {
                long held = room.heldNanos(server.nowNanos());
                // So many rooms with a last segment each leave less than a whole mark: then a burst may wait for a
                // moment.
                require(kind == Kind.QUIET_ROOMS || held <= MOST_HELD_AT_LAST_NANOS, room + " does not get free again");
            }
            speaking = false;
            live(LAST_LOOK, () -> {});
            rooms.forEach(HonestRoom::requireHeardAll);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + this, e);
        }
    }

    private void live(Duration time, Runnable acting) {
        for (long left = time.toNanos(); left > 0; ) {
            if (stalls && random.nextInt(STEPS_PER_STALL) == 0) {
                server.pass(random.nextLong(LONGEST_STALL_NANOS));
            }
            acting.run();
            for (var room : rooms) {
                if (speaking) {
                    room.speak(server.nowNanos(), random);
                }
                room.read();
            }
            server.run();
            long nanos = random.nextLong(MOST_NANOS_PER_STEP);
            left -= nanos;
            server.pass(nanos);
            rooms.forEach(room -> room.pass(server.nowNanos(), nanos));
            check();
        }
    }

    private void check() {
        long now = server.nowNanos();
        long evictedNow = server.closed(CloseReason.SLOW_CONSUMER);
        evicted.add(now, evictedNow - evictedBefore);
        evictedBefore = evictedNow;
        long most = TIMEOUT.toNanos() + SLACK_NANOS + LOOK_NANOS * evicted.sum(now);
        for (var room : rooms) {
            room.requireOpen();
            if (kind != Kind.QUIET_ROOMS && kind.mostConnections < room.size()) {
                long held = room.heldNanos(now);
                require(held <= most, room + " was held for " + millis(held) + " of a minute, not " + millis(most));
            }
        }
    }

    private static String millis(long nanos) {
        return nanos / 1_000_000 + " ms";
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    @Override
    public String toString() {
        return String.join(
                "\n",
                config.overload() + ", " + rooms + (stalls ? ", a machine that stalls" : ""),
                kind + ", at most " + kind.mostConnections + " connections, " + adversary + ":",
                clients.toString());
    }
}
