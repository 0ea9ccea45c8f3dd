package dev.muxbench.load.population;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntUnaryOperator;

/**
 * How many clients have to receive each sender's next line, while clients come and go.
 *
 * <p>A sender's word holds that number and how many lines it has begun, so that both are seen and changed together: a line is owed
 * to those, and only those, who had entered and had not left when it was begun, and whoever enters or leaves is told which lines
 * that are.
 *
 * <p>Threads: any; a line is begun by its sender's worker.
 */
public final class Audience {
    private static final int RECEIVERS_AT = 32;

    private final AtomicLongArray words; // by sender: receivers in the upper half, lines begun in the lower

    /** @param receivers at first, by sender */
    public Audience(int senders, IntUnaryOperator receivers) {
        words = new AtomicLongArray(senders);
        for (int sender = 0; sender < senders; sender++) {
            words.set(sender, (long) receivers.applyAsInt(sender) << RECEIVERS_AT);
        }
    }

    public int receivers(int sender) {
        return (int) (words.get(sender) >>> RECEIVERS_AT);
    }

    /** Returns how many lines it has begun. */
    public int begun(int sender) {
        return (int) words.get(sender);
    }

    /** Begins the sender's next line. Returns how many have to receive it. */
    public int begin(int sender) {
        return (int) (words.getAndIncrement(sender) >>> RECEIVERS_AT);
    }

    /** Begins the sender's next line, unless it has to be received by another number of clients. */
    public boolean beginFor(int receivers, int sender) {
        long word = words.get(sender);
        return (int) (word >>> RECEIVERS_AT) == receivers && words.compareAndSet(sender, word, word + 1);
    }

    /** Returns the number of the first line that is owed to who has entered. */
    public int enter(int sender) {
        return (int) words.getAndAdd(sender, 1L << RECEIVERS_AT);
    }

    /** Returns the number of the first line that is not owed any more to who has left. */
    public int leave(int sender) {
        return (int) words.getAndAdd(sender, -(1L << RECEIVERS_AT));
    }
}
