package dev.muxbench.testkit.search;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * An adversary that uses up the memory for logs: in each of its rooms a reader stands still, and a talker says nearly
 * as much as the room's mark allows. Then everything stays as it is.
 *
 * <p>Threads: the search's.
 */
final class QuietRooms implements Runnable {
    private static final long LONGEST_FILLING_NANOS = 500_000_000L;
    private static final int ROOMS = 8; // more than there is memory for

    private final Random random;
    private final SearchedServer server;
    private final AdversaryClients clients;
    private final int mostFilled;
    private final boolean talkerLeaves;
    private @Nullable AdversaryClient talker;
    private long nextNanos;
    private int rooms;

    /** @param mostFilled lines that a room is told */
    QuietRooms(Random random, SearchedServer server, AdversaryClients clients, int mostFilled) {
        this.random = random;
        this.server = server;
        this.clients = clients;
        this.mostFilled = mostFilled;
        this.talkerLeaves = random.nextBoolean();
    }

    @Override
    public void run() {
        if (rooms < ROOMS && server.nowNanos() >= nextNanos) {
            nextNanos = server.nowNanos() + LONGEST_FILLING_NANOS;
            fillAnother();
        }
        clients.step();
    }

    private void fillAnother() {
        var room = "quiet-" + rooms++;
        var reader = clients.connect(0);
        clients.say(reader, "/join " + room, 1);
        reader.then(() -> clients.stopReading(reader));
        if (talker == null || talker.socket().isClosed() || !talker.hasSaidAll()) {
            talker = clients.connect(0);
        }
        clients.say(talker, "/join " + room, 1);
        clients.talk(talker, mostFilled / 2 + random.nextInt(mostFilled / 2));
        if (talkerLeaves) {
            clients.say(talker, "/quit", 1);
            talker = null;
        }
    }

    @Override
    public String toString() {
        return "an adversary in quiet rooms";
    }
}
