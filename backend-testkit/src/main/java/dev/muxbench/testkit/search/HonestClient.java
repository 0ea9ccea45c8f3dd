package dev.muxbench.testkit.search;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/**
 * A member that reads everything at once. It must be sent every line of the room's speakers in order. A speaker has
 * something to say all the time.
 *
 * <p>Threads: the search's.
 */
final class HonestClient {
    private static final int NUMBER_DIGITS = 8;
    private static final int LINE_BYTES = 256;
    private static final int BURST_BYTES = 48 << 10;
    private static final long SHORTEST_PAUSE_NANOS = 150_000_000L; // in which a burst is read
    private static final long LONGEST_PAUSE_NANOS = 400_000_000L;
    private static final byte[] NICK = "user:".getBytes(StandardCharsets.UTF_8);
    private static final int NOT_HERE = -1;

    private final int user; // the number in its nick
    private final String room;
    private final BoundedSocket socket;
    private final int[] heard; // lines of each user; NOT_HERE for those that are in another room or not honest
    private final byte[] line = new byte[LINE_BYTES];
    private int said; // lines
    private long nextBurstNanos;

    /** @param users the highest number of an honest client */
    HonestClient(int user, String room, int users, BoundedSocket socket) {
        this.user = user;
        this.room = room;
        this.socket = socket;
        this.heard = new int[users + 1];
        Arrays.fill(heard, NOT_HERE);
        Arrays.fill(line, (byte) 'x');
        line[LINE_BYTES - 1] = '\n';
    }

    void enter() {
        var join = ("/join " + room + "\n").getBytes(StandardCharsets.UTF_8);
        socket.say(join, 0, join.length);
    }

    /** From now on it must hear each line of this one. */
    void listenTo(HonestClient speaker) {
        heard[speaker.user] = 0;
    }

    /**
     * It says a little at any time, and much now and then, unless the server does not listen.
     *
     * @param share of what all speakers of the room say together
     */
    void speak(long nowNanos, int share, Random random) {
        if (socket.hasUnheard()) {
            return;
        }
        say(1);
        if (nowNanos >= nextBurstNanos) {
            nextBurstNanos = nowNanos + random.nextLong(SHORTEST_PAUSE_NANOS, LONGEST_PAUSE_NANOS);
            say(BURST_BYTES / share / LINE_BYTES);
        }
    }

    private void say(int lines) {
        for (int i = 0; i < lines && socket.space() >= LINE_BYTES; i++) {
            int number = said++;
            for (int digit = NUMBER_DIGITS - 1; digit >= 0; digit--) {
                line[digit] = (byte) ('0' + number % 10);
                number /= 10;
            }
            socket.say(line, 0, LINE_BYTES);
        }
    }

    /** All whole lines that there are. */
    void read() {
        var bytes = socket.unread();
        int end = socket.unreadBytes();
        int from = 0;
        for (int next = endOfLine(bytes, from, end); next > 0; next = endOfLine(bytes, from, end)) {
            from = next;
        }
        socket.read(from);
    }

    /** Where the next line begins; 0 if this one is not complete. */
    private int endOfLine(byte[] bytes, int from, int end) {
        int at = from + NICK.length;
        if (at < end && Arrays.equals(bytes, from, at, NICK, 0, NICK.length)) {
            int speaker = 0;
            for (; at < end && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
                speaker = 10 * speaker + bytes[at] - '0';
            }
            if (at + 2 + LINE_BYTES <= end && bytes[at] == '>' && speaker < heard.length) {
                check(speaker, bytes, at + 2);
                return at + 2 + LINE_BYTES;
            }
        }
        for (int i = from; i < end; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return 0;
    }

    private void check(int speaker, byte[] bytes, int from) {
        int number = 0;
        for (int i = from; i < from + NUMBER_DIGITS; i++) {
            number = 10 * number + bytes[i] - '0';
        }
        if (heard[speaker] != number || bytes[from + LINE_BYTES - 1] != '\n') {
            throw new AssertionError(
                    this + " hears line " + number + " of user:" + speaker + " instead of " + heard[speaker]);
        }
        heard[speaker]++;
    }

    void requireOpen() {
        if (socket.closeReason() != null) {
            throw new AssertionError(this + ", which reads everything, is closed: "
                    + socket.closeReason().label());
        }
    }

    void requireHeardAll(HonestClient speaker) {
        if (heard[speaker.user] != speaker.said) {
            throw new AssertionError(
                    this + " has heard " + heard[speaker.user] + " of " + speaker.said + " lines of " + speaker);
        }
    }

    boolean isHeld() {
        return socket.isHeld();
    }

    @Override
    public String toString() {
        return "user:" + user + " in " + room;
    }
}
