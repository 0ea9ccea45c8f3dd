package dev.muxbench.load.verify;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Which lines have reached everybody, and how much is on its way. Counts the receivers of each sender's latest lines in a ring.
 *
 * <p>Threads: any worker counts; a slot is reset by the sender's worker before it sends the line. A line that is still on its way
 * when its slot is needed again is not followed any further; {@link #untracked()} tells how many.
 */
public final class Completions {
    private final LineRing ring;
    private final AtomicIntegerArray left;
    private final @Nullable AtomicIntegerArray heard; // whether somebody has it: its number and 1
    private final Map<Integer, Integer> doubts = new ConcurrentHashMap<>(); // slot to number
    private final AtomicLong unaccepted =
            new AtomicLong(); // deliveries of doubted lines that are not followed any further
    private final AtomicLong lines = new AtomicLong(); // begun
    private final AtomicLong deliveries = new AtomicLong(); // of these lines
    private final AtomicLong deliveriesLeft = new AtomicLong(); // on their way, or lost
    private final AtomicLong untracked = new AtomicLong();

    /** @param doubts whether lines can be {@link #doubt}ed */
    Completions(int senders, boolean doubts) {
        ring = LineRing.of(senders);
        left = new AtomicIntegerArray(ring.slots(senders));
        heard = doubts ? new AtomicIntegerArray(ring.slots(senders)) : null;
    }

    /** A line is about to be sent to so many receivers. */
    public void begin(int sender, int number, int receivers) {
        int slot = ring.slot(sender, number);
        int missing = left.getAndSet(slot, receivers);
        if (missing > 0) {
            untracked.incrementAndGet();
        }
        if (!doubts.isEmpty()) {
            endDoubt(slot, missing);
        }
        lines.incrementAndGet();
        deliveries.addAndGet(receivers);
        deliveriesLeft.addAndGet(receivers);
    }

    /** The line that was begun last, and is not sent yet, has another number of receivers. */
    public void correct(int sender, int number, int receivers) {
        int more = receivers - left.getAndSet(ring.slot(sender, number), receivers);
        deliveries.addAndGet(more);
        deliveriesLeft.addAndGet(more);
    }

    /** One of its receivers has a line now, to be {@link #settle}d with others. Returns true if it was the last. */
    public boolean arrived(int sender, int number) {
        int slot = ring.slot(sender, number);
        if (heard != null && heard.getPlain(slot) != number + 1) {
            heard.set(slot, number + 1);
        }
        return left.decrementAndGet(slot) == 0;
    }

    /** So many deliveries have {@link #arrived}: all of a read's at once, as each costs all workers some time. */
    public void settle(int arrived) {
        deliveriesLeft.addAndGet(-arrived);
    }

    /** One of its receivers need not have it. */
    public void forgive(int sender, int number) {
        left.decrementAndGet(ring.slot(sender, number));
        deliveriesLeft.decrementAndGet();
    }

    /**
     * Lines that are on their way, each counted by the share of its receivers that do not have it yet: of all, on average.
     *
     * @param others     deliveries of these lines that are counted elsewhere
     * @param othersLeft of these, on their way
     */
    double linesInFlight(long others, double othersLeft) {
        long begun = deliveries.get() + others;
        double left = deliveriesLeft.get() - doubtedDeliveries() + othersLeft;
        return begun == 0 ? 0 : left / begun * lines.get();
    }

    /** The sender's connection has broken: whether the server has got the last lines that were begun, so many in all, is not known. */
    public void doubt(int sender, int linesBegun) {
        for (int number = Math.max(0, linesBegun - ring.length()); number < linesBegun; number++) {
            int slot = ring.slot(sender, number);
            if (left.get(slot) > 0) {
                doubts.put(slot, number);
            }
        }
    }

    /** Of doubted lines: nobody waits for them, or a broken connection would keep its place in the window for ever. */
    private long doubtedDeliveries() {
        return doubts.isEmpty()
                ? 0
                : doubts.keySet().stream()
                        .mapToLong(slot -> Math.max(0, left.get(slot)))
                        .sum();
    }

    /** The line in that slot is not followed any further: if nobody has it by now, nobody ever will. */
    private void endDoubt(int slot, int missing) {
        var number = doubts.remove(slot);
        if (number != null) {
            deliveriesLeft.addAndGet(-Math.max(0, missing));
            if (!isHeard(slot, number)) {
                unaccepted.addAndGet(missing);
            }
        }
    }

    private boolean isHeard(int slot, int number) {
        return heard != null && heard.get(slot) == number + 1;
    }

    /** Deliveries of doubted lines that nobody has received: the server never got them. May still change while lines arrive. */
    public long unacceptedDeliveries() {
        return unaccepted.get()
                + doubts.entrySet().stream()
                        .filter(doubt -> !isHeard(doubt.getKey(), doubt.getValue()))
                        .mapToLong(doubt -> left.get(doubt.getKey()))
                        .sum();
    }

    /** Whether a line that is still followed has reached everybody. */
    public boolean isComplete(int sender, int number) {
        return left.get(ring.slot(sender, number)) <= 0;
    }

    public long untracked() {
        return untracked.get();
    }
}
