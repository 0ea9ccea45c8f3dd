package dev.muxbench.benchmarks;

import java.io.IOException;
import java.util.Arrays;

/**
 * One client that speaks and others that hear it. The lines are numbered and repeat themselves after {@value #PERIOD}: every
 * member compares all that it receives with what it has to be.
 *
 * <p>Threads: one.
 */
final class Room {
    private static final int PERIOD = 1024;
    private static final int LINE_BYTES = 64;
    private static final byte[] NICK = Texts.bytes("user:1> "); // of the first client of a new server

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

    /** Bytes that so many members together receive for each line. */
    long heardBytes(int members) {
        return (long) members * (heard.length / PERIOD);
    }

    /**
     * The first client says the next lines.
     *
     * @param members the clients after it, who hear them
     * @param count   divides {@value #PERIOD}
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
