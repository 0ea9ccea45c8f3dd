package dev.muxbench.load;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges the deliveries to one worker's clients.
 *
 * <p>Each receiver knows the next number of each sender. In the good case that is one comparison; what is missing is remembered
 * one by one, up to {@value #MOST_REMEMBERED} at a time, so that a late line is told from a second one.
 *
 * <p>Threads: its worker's.
 */
final class Verifier {
    private static final int MOST_REMEMBERED = 1 << 20;
    private static final int EXAMPLE_BYTES = 160;

    private final Set<Missing> missing = new HashSet<>();
    private final byte[] @Nullable [] nicks; // by sender: what stands before its lines, learned from the first
    private long duplicated;
    private long reordered;
    private long corrupted;
    private long misdirected;
    private long foreign;
    private @Nullable String example;

    private record Missing(int receiver, int sender, int number) {}

    Verifier(int senders) {
        nicks = new byte[senders][];
    }

    /**
     * An intact line has arrived.
     *
     * @return false if it was a fault
     */
    boolean onLine(Client receiver, int sender, int number) {
        int expected = receiver.nextNumber(sender);
        if (number == expected) {
            receiver.setNextNumber(sender, number + 1);
            return true;
        }
        return onUnexpected(receiver, sender, number, expected);
    }

    private boolean onUnexpected(Client receiver, int sender, int number, int expected) {
        if (number > expected) {
            for (int n = expected; n < number && missing.size() < MOST_REMEMBERED; n++) {
                missing.add(new Missing(receiver.id(), sender, n));
            }
            receiver.setNextNumber(sender, number + 1);
            return true;
        }
        if (missing.remove(new Missing(receiver.id(), sender, number))) {
            reordered++;
            return true;
        }
        duplicated++;
        return false;
    }

    /** Whether this is the nick that the sender had before; the first one is believed. */
    boolean isKnownNick(int sender, byte[] in, int from, int to) {
        var nick = nicks[sender];
        if (nick == null) {
            nicks[sender] = Arrays.copyOfRange(in, from, to);
            return true;
        }
        return Arrays.equals(nick, 0, nick.length, in, from, to);
    }

    void onMisdirected() {
        misdirected++;
    }

    /** Not one of our lines, or what is left of one. */
    void onOther(byte[] in, int from, int to) {
        boolean torn = false;
        for (int i = from; i + 2 < to && !torn; i++) {
            torn = in[i] == '>' && in[i + 1] == ' ' && in[i + 2] == 'M';
        }
        if (torn) {
            onCorrupted(in, from, to);
        } else {
            foreign++;
        }
    }

    void onCorrupted(byte[] in, int from, int to) {
        corrupted++;
        if (example == null) {
            example = HexFormat.of().formatHex(in, from, Math.min(to, from + EXAMPLE_BYTES));
        }
    }

    FaultCounts counts() {
        return new FaultCounts(0, duplicated, reordered, corrupted, misdirected, foreign, example);
    }
}
