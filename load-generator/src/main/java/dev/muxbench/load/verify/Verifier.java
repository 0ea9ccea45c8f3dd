package dev.muxbench.load.verify;

import dev.muxbench.load.population.Audience;
import dev.muxbench.load.text.LineCodec;
import dev.muxbench.load.text.Lines;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Judges the deliveries to one worker's clients.
 *
 * <p>Each receiver knows the next number of each sender of its room, or, where these are many, its position in the {@link RoomOrder}.
 * In the good case that is one comparison; what is missing is remembered one by one, up to {@value #MOST_REMEMBERED} at a time, so
 * that a late line is told from a second one.
 *
 * <p>Threads: its worker's, but for {@link #seen()}.
 */
public final class Verifier {
    /** Stands for a number of lines if the line was a fault. */
    static final int FAULT = -1;

    private static final int MOST_REMEMBERED = 1 << 20;
    private static final int EXAMPLE_BYTES = 160;

    private final @Nullable TotalOrder total; // null where the protocol promises none
    private final Set<Missing> missing = new HashSet<>();
    private long duplicated;
    private long reordered;
    private long misordered;
    private long corrupted;
    private long misdirected;
    private long miscounted;
    private @Nullable String miscount;
    private long lostUnowed; // owed only because an earlier line of the sender has arrived
    private @Nullable String example;
    private long serverErrors;
    private @Nullable String serverError;
    private final AtomicLong foreign = new AtomicLong(); // written by the worker
    private final AtomicLong seen = new AtomicLong(); // faults, whatever they turn out to be; written by the worker

    public Verifier(@Nullable TotalOrder total) {
        this.total = total;
    }

    private record Missing(int receiver, int visit, int place, int number) {}

    /**
     * An intact line has arrived.
     *
     * @param sender of it
     * @param place  of its sender, among those of the receiver's room
     * @return how many lines of that sender are known of more: it and those that are missing before it, none if it was one of these;
     *     {@link #FAULT} if it was a fault
     */
    int onLine(Receiver receiver, int sender, int place, int number) {
        if (isNext(receiver, place, number)) {
            checkOrder(receiver, sender, number);
            return 1;
        }
        int expected = receiver.nextNumber(place);
        if (!onUnexpected(receiver, place, number, expected)) {
            return FAULT;
        }
        if (number < expected) {
            return 0;
        }
        checkOrder(receiver, sender, number);
        return number - expected + 1;
    }

    private void checkOrder(Receiver receiver, int sender, int number) {
        int wrong = total == null ? 0 : receiver.comesInOrder(total, sender, number);
        if (wrong > 0) {
            misordered += wrong;
            see();
        }
    }

    private static boolean isNext(Receiver receiver, int place, int number) {
        var order = receiver.order();
        if (order != null) {
            if (order.isNext(receiver, place, number)) {
                return true;
            }
            receiver.leaveOrder();
        }
        boolean next = number == receiver.nextNumber(place);
        if (next) {
            receiver.setNextNumber(place, number + 1);
        }
        return next;
    }

    /** All that was sent to that receiver has come. */
    public void end(Receiver receiver) {
        misordered += total == null ? 0 : receiver.endInOrder(total);
    }

    /** A client that has come back may have missed what was sent before, but nothing after the first line that it has. */
    private boolean onUnexpected(Receiver receiver, int place, int number, int next) {
        int firstOwed = receiver.firstOwed(place);
        int expected = next == Receiver.NO_NUMBER ? Math.min(number, firstOwed) : next;
        if (number >= expected) {
            if (number > expected) {
                see();
            }
            for (int n = expected; n < number && missing.size() < MOST_REMEMBERED; n++) {
                missing.add(new Missing(receiver.id(), receiver.visit(), place, n));
            }
            lostUnowed += Math.max(0, Math.min(number, firstOwed) - expected);
            receiver.setNextNumber(place, number + 1);
            return true;
        }
        if (missing.remove(new Missing(receiver.id(), receiver.visit(), place, number))) {
            reordered++;
            lostUnowed -= number < firstOwed ? 1 : 0;
            return true;
        }
        duplicated++;
        see();
        return false;
    }

    private void see() {
        seen.setRelease(seen.getPlain() + 1);
    }

    /** Faults up to now; not all, but if it is above 0 there are some. */
    public long seen() {
        return seen.get();
    }

    /** Returns the lines of others up to now. */
    public long foreign() {
        return foreign.get();
    }

    void onMisdirected() {
        misdirected++;
        see();
    }

    /**
     * All that comes to a receiver that is not looked at has come. A byte too few is a line that is lost, a byte too many one that has come
     * twice, or both at once; which one it was is not known.
     *
     * @param bytes    it has had
     * @param expected bytes of the lines that it must have had
     * @param lines    of these
     * @return deliveries that have been verified by that
     */
    public long onCounted(int receiver, long bytes, long expected, long lines) {
        if (bytes == expected) {
            return lines;
        }
        miscounted++;
        if (miscount == null) {
            miscount = "client " + receiver + " has had " + Math.abs(bytes - expected) + " bytes too "
                    + (bytes < expected ? "few" : "many") + " of " + expected;
        }
        double frame = lines == 0 ? 1 : (double) expected / lines;
        if (bytes > expected) {
            duplicated += Math.max(1, Math.round((bytes - expected) / frame));
            return lines;
        }
        return lines - Math.max(1, Math.round((expected - bytes) / frame));
    }

    /** Takes a frame that is no line of this load: a line of others, or what is left of one of ours. */
    public void onOther(byte[] in, int from, int to) {
        if (LineCodec.beginsIn(in, from, to)) {
            onCorrupted(in, from, to);
        } else {
            foreign.setRelease(foreign.getPlain() + 1);
        }
    }

    void onCorrupted(byte[] in, int from, int to) {
        corrupted++;
        see();
        if (example == null) {
            example = HexFormat.of().formatHex(in, from, Math.min(to, from + EXAMPLE_BYTES));
        }
    }

    /** The server refuses something. */
    void onComplaint(byte[] in, int from, int to) {
        serverErrors++;
        see();
        if (serverError == null) {
            serverError = Lines.quote(in, from, to).strip();
        }
    }

    /** Lost are only those that an {@link Audience} does not count. */
    public FaultCounts counts() {
        return new FaultCounts(
                lostUnowed,
                duplicated,
                reordered,
                misordered,
                corrupted,
                misdirected,
                miscounted,
                miscount,
                foreign(),
                example,
                serverErrors,
                serverError);
    }
}
