package dev.muxbench.benchmarks;

import java.io.IOException;
import java.util.Arrays;

/**
 * One client that speaks and others that hear it. The lines are numbered and repeat after {@value #PERIOD}, so that
 * every member can compare all received bytes with the expected ones.
 *
 * <p>Threads: one.
 */
final class Room {
    private static final int PERIOD = 1024;
    private static final int LINE_BYTES = 64;
    private static final byte[] NICK = Texts.bytes("user:1> "); // prefix of the first client of a new server

    private final byte[] said;
    private final byte[] heard;
    private int next; // number of the next line

    Room() {
        var lines = new byte[PERIOD][];
        var prefixed = new byte[PERIOD][];
        for (int i = 0; i < PERIOD; i++) {
            lines[i] = Arrays.copyOf(Texts.bytes("%04x ".formatted(i) + "x".repeat(LINE_BYTES)), LINE_BYTES);
            prefixed[i] = Arrays.copyOf(NICK, NICK.length + LINE_BYTES);
            System.arraycopy(lines[i], 0, prefixed[i], NICK.length, LINE_BYTES);
        }
        said = Texts.stream(lines);
        heard = Texts.stream(prefixed);
    }

    /** Returns the bytes that all members together receive for each line. */
    long heardBytes(int members) {
        return (long) members * (heard.length / PERIOD);
    }

    /**
     * Makes the first client say the next lines.
     *
     * @param members number of clients after the first, all of which hear the lines
     * @param count   number of lines; must divide {@value #PERIOD}
     */
    void say(ClientGroup clients, int members, int count) throws IOException {
        int heardBytes = count * (heard.length / PERIOD);
        for (int i = 1; i <= members; i++) {
            clients.expectPart(clients.get(i), heard, heardBytes);
        }
        int saidBytes = count * (said.length / PERIOD);
        clients.send(clients.get(0), said, next * (said.length / PERIOD), saidBytes);
        next = (next + count) % PERIOD;
    }
}
