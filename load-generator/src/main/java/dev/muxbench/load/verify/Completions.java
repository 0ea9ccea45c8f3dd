package dev.muxbench.load.verify;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Knows which lines have reached all of their receivers, and how many lines are on their way. Counts the receivers of each sender's latest
 * lines in a ring.
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

    /** Begins a line that is about to be sent to so many receivers. */
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

    /** Changes the number of receivers of the line that was begun last and is not sent yet. */
    public void correct(int sender, int number, int receivers) {
        int more = receivers - left.getAndSet(ring.slot(sender, number), receivers);
        deliveries.addAndGet(more);
        deliveriesLeft.addAndGet(more);
    }

    /** Counts a receiver that has a line now; {@link #settle} must follow. Returns true if it was the last receiver. */
    public boolean arrived(int sender, int number) {
        int slot = ring.slot(sender, number);
        if (heard != null && heard.getPlain(slot) != number + 1) {
            heard.set(slot, number + 1);
        }
        return left.decrementAndGet(slot) == 0;
    }

    /** Settles the deliveries that have {@link #arrived}, all of a read at once, because each call costs all workers some time. */
    public void settle(int arrived) {
        deliveriesLeft.addAndGet(-arrived);
    }

    /** Counts a receiver that need not have a line. */
    public void forgive(int sender, int number) {
        left.decrementAndGet(ring.slot(sender, number));
        deliveriesLeft.decrementAndGet();
    }

    /**
     * Returns the number of lines on their way, each counted by the share of its receivers that lack it.
     *
     * @param others     deliveries of these lines that are counted elsewhere
     * @param othersLeft of these, on their way
     */
    double linesInFlight(long others, double othersLeft) {
        long begun = deliveries.get() + others;
        double left = deliveriesLeft.get() - doubtedDeliveries() + othersLeft;
        return begun == 0 ? 0 : left / begun * lines.get();
    }

    /** Called when a sender's connection has broken, because it is not known whether the server has got the sender's last lines. */
    public void doubt(int sender, int linesBegun) {
        for (int number = Math.max(0, linesBegun - ring.length()); number < linesBegun; number++) {
            int slot = ring.slot(sender, number);
            if (left.get(slot) > 0) {
                doubts.put(slot, number);
            }
        }
    }

    /**
     * Returns the deliveries of doubted lines. They do not count as on their way, or a broken connection would keep its place in the
     * window for ever.
     */
    private long doubtedDeliveries() {
        return doubts.isEmpty()
                ? 0
                : doubts.keySet().stream()
                        .mapToLong(slot -> Math.max(0, left.get(slot)))
                        .sum();
    }

    /** Ends the doubt about the line in a slot, which is not followed any further: if no receiver has it by now, none ever will. */
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

    /** Returns the deliveries of doubted lines that no client has received, so the server never got them. May change while lines arrive. */
    public long unacceptedDeliveries() {
        return unaccepted.get()
                + doubts.entrySet().stream()
                        .filter(doubt -> !isHeard(doubt.getKey(), doubt.getValue()))
                        .mapToLong(doubt -> left.get(doubt.getKey()))
                        .sum();
    }

    /** True if a line that is still followed has reached all receivers. */
    public boolean isComplete(int sender, int number) {
        return left.get(ring.slot(sender, number)) <= 0;
    }

    public long untracked() {
        return untracked.get();
    }
}
