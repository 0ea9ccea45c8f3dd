package dev.muxbench.load.protocol;

import dev.muxbench.load.text.Lines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What stands before each sender's lines, where the server has a say in it: the first one of the right form is believed. A sender
 * that has come back may have another one, as often as it has.
 *
 * <p>Threads: its worker's.
 */
final class LearnedHeads {
    private final Form form;
    private final IntUnaryOperator returns;
    private final byte[] @Nullable [] heads; // by sender
    private final Map<Integer, List<byte[]>> laterHeads = new HashMap<>(); // of those who have come back

    /** The form that heads of a sender's lines in a room may have. */
    interface Form {
        boolean fits(int room, int sender, byte[] in, int from, int to);
    }

    LearnedHeads(DialectContext context, Form form) {
        this.form = form;
        this.returns = context::returnsOf;
        this.heads = new byte[context.senders()][];
    }

    boolean matches(int room, int sender, byte[] in, int from, int to) {
        var head = heads[sender];
        if (head == null) {
            return learn(room, sender, in, from, to);
        }
        return Arrays.equals(head, 0, head.length, in, from, to) || isLaterHead(room, sender, in, from, to);
    }

    private boolean learn(int room, int sender, byte[] in, int from, int to) {
        boolean fits = isWhole(room, sender, in, from, to);
        if (fits) {
            heads[sender] = Arrays.copyOfRange(in, from, to);
        }
        return fits;
    }

    private boolean isLaterHead(int room, int sender, byte[] in, int from, int to) {
        int returned = returns.applyAsInt(sender);
        if (returned == 0) {
            return false;
        }
        var later = laterHeads.computeIfAbsent(sender, any -> new ArrayList<>());
        for (var head : later) {
            if (Arrays.equals(head, 0, head.length, in, from, to)) {
                return true;
            }
        }
        return later.size() < returned
                && isWhole(room, sender, in, from, to)
                && later.add(Arrays.copyOfRange(in, from, to));
    }

    /** Two lines of which the last is intact are no head. */
    private boolean isWhole(int room, int sender, byte[] in, int from, int to) {
        return Lines.indexOfLineFeed(in, from, to) < 0 && form.fits(room, sender, in, from, to);
    }
}
