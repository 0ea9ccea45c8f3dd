package dev.muxbench.testkit.search;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A person with a few connections who does whatever a client may do, at random moments.
 *
 * <p>Each connection plays an episode: it connects, goes to a den (a room of the adversary's own) where a helper says
 * more than the connection takes, stops reading or trickles, goes to another room, and leaves. Chance leaves out any
 * of these steps. Each seed also leaves out some means altogether, because a fault of one means may hide that of
 * another (Groce et al., "Swarm testing", ISSTA 2012).
 *
 * <p>Threads: the search's.
 */
final class Adversary implements Runnable {
    private static final int DENS = 3;
    private static final int MOST_PATIENCE = 10;
    private static final int MOST_ASKED = 100;
    private static final int MOST_SAID = 16; // lines; more than the honest members can read is general overload
    private static final long LONGEST_FILLING_NANOS = 1_500_000_000L;
    private static final long[] DELAYS_NANOS = {0, 50_000_000, 300_000_000, 1_500_000_000};

    private enum Means {
        DEN,
        FILL,
        STOP,
        TRICKLE,
        RESUME,
        NICK,
        ASK,
        MSG,
        TALK,
        ROAM,
        QUIT,
        HALF_CLOSE,
        RESET,
        LEAVE
    }

    private static final List<Means> ENDS = List.of(Means.QUIT, Means.HALF_CLOSE, Means.RESET, Means.LEAVE);

    private final Random random;
    private final SearchedServer server;
    private final AdversaryClients clients;
    private final List<String> rooms;
    private final int mostFilled;
    private final EnumSet<Means> means = EnumSet.noneOf(Means.class);
    private final long longestPauseNanos; // between two episodes
    private final int patience; // looks, on average, until one connection has to make room for a new one
    private @Nullable AdversaryClient helper;
    private int nicks;
    private long nextNanos;

    /**
     * @param rooms      where the others are
     * @param mostFilled lines that a helper says at once
     */
    Adversary(Random random, SearchedServer server, AdversaryClients clients, List<String> rooms, int mostFilled) {
        this.random = random;
        this.server = server;
        this.clients = clients;
        this.rooms = rooms;
        this.mostFilled = mostFilled;
        this.longestPauseNanos = DELAYS_NANOS[1 + random.nextInt(DELAYS_NANOS.length - 1)];
        this.patience = 1 + random.nextInt(MOST_PATIENCE);
        for (var each : Means.values()) {
            if (random.nextBoolean()) {
                means.add(each);
            }
        }
    }

    /** Acts if it is time to. */
    @Override
    public void run() {
        if (server.nowNanos() >= nextNanos) {
            nextNanos = server.nowNanos() + random.nextLong(longestPauseNanos);
            if (!clients.areAll()) {
                begin(connect());
            } else if (random.nextInt(patience) == 0) {
                end(clients.any());
            }
        }
        clients.step();
    }

    private AdversaryClient connect() {
        return clients.connect(DELAYS_NANOS[random.nextInt(DELAYS_NANOS.length)]);
    }

    private boolean does(Means what) {
        return means.contains(what) && random.nextInt(6) > 0;
    }

    // ---- Episodes.

    private void begin(AdversaryClient client) {
        if (does(Means.NICK)) {
            say(client, "/nick n" + nicks++, 1);
        }
        if (does(Means.DEN)) {
            var den = anyDen();
            say(client, "/join " + den, 1);
            changeReading(client);
            if (does(Means.FILL)) {
                fill(client, den);
            }
        }
        talk(client);
        changeReading(client);
        if (does(Means.ROAM)) {
            say(client, "/join " + anyRoom(), 1);
            changeReading(client);
        }
        talk(client);
        if (does(Means.RESUME)) {
            client.then(() -> clients.read(client));
        }
        if (random.nextBoolean()) {
            client.then(() -> end(client));
        }
    }

    private String anyDen() {
        return "den-" + random.nextInt(DENS);
    }

    private String anyRoom() {
        return random.nextInt(4) == 0 ? anyDen() : rooms.get(random.nextInt(rooms.size()));
    }

    private void say(AdversaryClient client, String line, int times) {
        client.then(() -> clients.say(client, line, times));
    }

    private void talk(AdversaryClient client) {
        if (does(Means.ASK)) {
            say(client, random.nextBoolean() ? "/help" : "/who", 1 + random.nextInt(MOST_ASKED));
        }
        if (does(Means.MSG)) {
            say(client, "/msg user:" + (1 + random.nextInt(20)) + " psst", 1 + random.nextInt(MOST_ASKED));
        }
        if (does(Means.TALK)) {
            int lines = 1 + random.nextInt(MOST_SAID);
            client.then(() -> clients.talk(client, lines));
        }
    }

    private void changeReading(AdversaryClient client) {
        if (does(Means.STOP)) {
            client.then(() -> clients.stopReading(client));
        } else if (does(Means.TRICKLE)) {
            int bytes = 1 + random.nextInt(random.nextBoolean() ? 4000 : 100);
            client.then(() -> clients.trickle(client, bytes));
        }
    }

    /** The helper says something there; the client goes on when that is published. */
    private void fill(AdversaryClient client, String den) {
        int lines = 1 + random.nextInt(mostFilled);
        var giveUpNanos = new long[1];
        client.then(() -> {
            giveUpNanos[0] = server.nowNanos() + LONGEST_FILLING_NANOS;
            if (helper == null || helper.socket().isClosed()) {
                helper = clients.areAll() ? null : connect();
            }
            if (helper != null) {
                clients.say(helper, "/join " + den, 1);
                clients.talk(helper, lines);
            }
        });
        client.thenAwait(() -> helper == null || helper.hasSaidAll() || server.nowNanos() >= giveUpNanos[0]);
    }

    // ---- Ends.

    private void end(AdversaryClient client) {
        var how = ENDS.get(random.nextInt(ENDS.size()));
        if (!means.contains(how) || !client.socket().isTalking()) {
            return;
        }
        switch (how) {
            case QUIT -> clients.say(client, "/quit", 1);
            case HALF_CLOSE -> clients.endInput(client);
            case RESET -> clients.reset(client);
            default -> clients.leave(client);
        }
    }

    @Override
    public String toString() {
        return "an adversary who may " + means;
    }
}
