package dev.muxbench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Which lines have reached everybody, and how much is on its way. Counts the receivers of each sender's latest lines in a ring.
 *
 * <p>Threads: any worker counts; a slot is reset by the sender's worker before it sends the line. A line that is still on its way
 * when its slot is needed again is not followed any further; {@link #untracked()} tells how many.
 */
final class Completions {
    private final LineRing ring;
    private final AtomicIntegerArray left;
    private final @Nullable AtomicIntegerArray heard; // whether somebody has it: its number and 1
    private final List<Doubt> doubts = new ArrayList<>(); // guarded by itself
    private final int senders;
    private final AtomicLong lines = new AtomicLong(); // begun
    private final AtomicLong deliveries = new AtomicLong(); // of these lines
    private final AtomicLong deliveriesLeft = new AtomicLong(); // on their way, or lost
    private final AtomicLong untracked = new AtomicLong();

    private record Doubt(int slot, int number) {}

    /** @param doubts whether lines can be {@link #doubt}ed */
    Completions(int senders, boolean doubts) {
        this.senders = senders;
        ring = LineRing.of(senders);
        left = new AtomicIntegerArray(ring.slots(senders));
        heard = doubts ? new AtomicIntegerArray(ring.slots(senders)) : null;
    }

    /** A line is about to be sent to so many receivers. */
    void begin(int sender, int number, int receivers) {
        if (left.getAndSet(ring.slot(sender, number), receivers) > 0) {
            untracked.incrementAndGet();
        }
        lines.incrementAndGet();
        deliveries.addAndGet(receivers);
        deliveriesLeft.addAndGet(receivers);
    }

    /** The line that was begun last, and is not sent yet, has another number of receivers. */
    void correct(int sender, int number, int receivers) {
        int more = receivers - left.getAndSet(ring.slot(sender, number), receivers);
        deliveries.addAndGet(more);
        deliveriesLeft.addAndGet(more);
    }

    /** One of its receivers has a line now, to be {@link #settle}d with others. Returns true if it was the last. */
    boolean arrived(int sender, int number) {
        int slot = ring.slot(sender, number);
        if (heard != null && heard.getPlain(slot) != number + 1) {
            heard.set(slot, number + 1);
        }
        return left.decrementAndGet(slot) == 0;
    }

    /** So many deliveries have {@link #arrived}: all of a read's at once, as each costs all workers some time. */
    void settle(int arrived) {
        deliveriesLeft.addAndGet(-arrived);
    }

    /** One of its receivers need not have it. */
    void forgive(int sender, int number) {
        left.decrementAndGet(ring.slot(sender, number));
        deliveriesLeft.decrementAndGet();
    }

    /** Lines that are on their way, each counted by the share of its receivers that do not have it yet: of all, on average. */
    double linesInFlight() {
        long begun = deliveries.get();
        return begun == 0 ? 0 : (double) deliveriesLeft.get() / begun * lines.get();
    }

    /** The sender's connection has broken: whether the server has got the last lines that were begun, so many in all, is not known. */
    void doubt(int sender, int linesBegun) {
        int first = Math.max(0, linesBegun - ring.length() + 1);
        synchronized (doubts) {
            for (int number = first; sender < senders && number < linesBegun; number++) {
                if (left.get(ring.slot(sender, number)) > 0) {
                    doubts.add(new Doubt(ring.slot(sender, number), number));
                }
            }
        }
    }

    /** Deliveries of doubted lines that nobody has received: the server never got them. May still change while lines arrive. */
    long unacceptedDeliveries() {
        if (heard == null) {
            return 0;
        }
        synchronized (doubts) {
            return doubts.stream()
                    .filter(doubt -> heard.get(doubt.slot) != doubt.number + 1)
                    .mapToLong(doubt -> left.get(doubt.slot))
                    .sum();
        }
    }

    /** Whether a line that is still followed has reached everybody. */
    boolean isComplete(int sender, int number) {
        return left.get(ring.slot(sender, number)) <= 0;
    }

    long untracked() {
        return untracked.get();
    }
}
