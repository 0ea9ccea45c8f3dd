package dev.muxbench.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
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
    private final Map<Integer, List<byte[]>> laterNicks = new HashMap<>(); // of those who have come back
    private final IntUnaryOperator returns;
    private long duplicated;
    private long reordered;
    private long corrupted;
    private long misdirected;
    private long foreign;
    private long lostUnowed; // owed only because an earlier line of the sender has arrived
    private @Nullable String example;

    private record Missing(int receiver, int visit, int sender, int number) {}

    /** @param returns how often a sender has come back */
    Verifier(int senders, IntUnaryOperator returns) {
        this.returns = returns;
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

    /** A client that has come back may have missed what was sent before, but nothing after the first line that it has. */
    private boolean onUnexpected(Client receiver, int sender, int number, int next) {
        int firstOwed = receiver.firstOwed(sender);
        int expected = next == Client.NO_NUMBER ? Math.min(number, firstOwed) : next;
        if (number >= expected) {
            for (int n = expected; n < number && missing.size() < MOST_REMEMBERED; n++) {
                missing.add(new Missing(receiver.id(), receiver.visit(), sender, n));
            }
            lostUnowed += Math.max(0, Math.min(number, firstOwed) - expected);
            receiver.setNextNumber(sender, number + 1);
            return true;
        }
        if (missing.remove(new Missing(receiver.id(), receiver.visit(), sender, number))) {
            reordered++;
            lostUnowed -= number < firstOwed ? 1 : 0;
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
        return Arrays.equals(nick, 0, nick.length, in, from, to) || isLaterNick(sender, in, from, to);
    }

    /** A sender that has come back may have another one, as often as it has. */
    private boolean isLaterNick(int sender, byte[] in, int from, int to) {
        int returned = returns.applyAsInt(sender);
        if (returned == 0) {
            return false;
        }
        var later = laterNicks.computeIfAbsent(sender, any -> new ArrayList<>());
        for (var nick : later) {
            if (Arrays.equals(nick, 0, nick.length, in, from, to)) {
                return true;
            }
        }
        return later.size() < returned && later.add(Arrays.copyOfRange(in, from, to));
    }

    void onMisdirected() {
        misdirected++;
    }

    /** Not one of our lines, or what is left of one. */
    void onOther(byte[] in, int from, int to) {
        if (isTorn(in, from, to)) {
            onCorrupted(in, from, to);
        } else {
            foreign++;
        }
    }

    /** Whether it looks like one of our lines, which it is not. */
    static boolean isTorn(byte[] in, int from, int to) {
        for (int i = from; i < to; i++) {
            boolean begins =
                    i - from >= 2 && in[i - 2] == '>' && in[i - 1] == ' ' && LineCodec.isOurBeginning(in, i, to);
            if (begins || LineCodec.isLikeOurs(in, i, to)) {
                return true;
            }
        }
        return false;
    }

    void onCorrupted(byte[] in, int from, int to) {
        corrupted++;
        if (example == null) {
            example = HexFormat.of().formatHex(in, from, Math.min(to, from + EXAMPLE_BYTES));
        }
    }

    /** Lost are only those that an {@link Audience} does not count. */
    FaultCounts counts() {
        return new FaultCounts(lostUnowed, duplicated, reordered, corrupted, misdirected, foreign, example);
    }
}
