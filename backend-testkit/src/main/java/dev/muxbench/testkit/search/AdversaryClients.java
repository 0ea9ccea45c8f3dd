package dev.muxbench.testkit.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The connections of an adversary, and what was done with them last. Threads: the search's. */
final class AdversaryClients {
    static final int LINE_BYTES = 256;
    private static final String LINE = "y".repeat(LINE_BYTES - 1);
    private static final int LEAST_SEND_BYTES = 16 << 10; // with less, one that reads everything would be slow
    private static final int MOST_SEND_BYTES = 32 << 10;
    private static final int RECEIVE_BYTES = 16 << 10;
    private static final int SHOWN = 40;

    private final Random random;
    private final SearchedServer server;
    private final int most;
    private final List<AdversaryClient> open = new ArrayList<>(); // the server has not closed them
    private final ActionLog log = new ActionLog();
    private int connected;

    /** @param most at the same time; one that has left counts until the server has closed it */
    AdversaryClients(Random random, SearchedServer server, int most) {
        this.random = random;
        this.server = server;
        this.most = most;
    }

    /** No more may connect now. */
    boolean areAll() {
        return open.size() >= most;
    }

    /** @param longestDelayNanos between two of its actions */
    AdversaryClient connect(long longestDelayNanos) {
        int sendBytes = random.nextInt(LEAST_SEND_BYTES, MOST_SEND_BYTES);
        var socket = new BoundedSocket(sendBytes, RECEIVE_BYTES, random.nextBoolean());
        var client = new AdversaryClient(connected++, socket, random, longestDelayNanos);
        server.accept(socket);
        open.add(client);
        note(client, "connects");
        return client;
    }

    AdversaryClient any() {
        return open.get(random.nextInt(open.size()));
    }

    void step() {
        open.removeIf(client -> {
            if (!client.socket().isClosed()) {
                return false;
            }
            note(client, "is closed: " + client.socket().closeReason());
            return true;
        });
        for (int i = 0; i < open.size(); i++) { // a client may connect another one meanwhile
            open.get(i).step(server.nowNanos());
        }
    }

    // ---- What a client may do.

    void say(AdversaryClient client, String line, int times) {
        var shown = line.length() > SHOWN ? line.length() + " bytes" : line;
        note(client, "says " + shown + (times > 1 ? " x" + times : ""));
        client.say((line + "\n").repeat(times));
    }

    void talk(AdversaryClient client, int lines) {
        say(client, LINE, lines);
    }

    void stopReading(AdversaryClient client) {
        note(client, "stops reading");
        client.readAtMost(0);
    }

    void read(AdversaryClient client) {
        note(client, "reads everything");
        client.readAtMost(Integer.MAX_VALUE);
    }

    void trickle(AdversaryClient client, int bytes) {
        note(client, "reads at most " + bytes + " bytes at a time");
        client.readAtMost(bytes);
    }

    void endInput(AdversaryClient client) {
        note(client, "ends its side");
        client.socket().endInput();
    }

    void reset(AdversaryClient client) {
        note(client, "resets");
        client.socket().reset();
    }

    void leave(AdversaryClient client) {
        note(client, "closes");
        client.socket().leave();
    }

    private void note(AdversaryClient client, String what) {
        log.add(server.nowNanos(), client, what);
    }

    /** What was done last. */
    @Override
    public String toString() {
        return log.toString();
    }
}
