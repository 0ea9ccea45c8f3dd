package dev.muxbench.load.verify;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one client has received, and what it is owed. Threads: its worker's. */
public final class Receiver {
    /** No line of that sender has arrived, and any may be the first. */
    static final int NO_NUMBER = -1;

    private static final int MOST_WAITING = 1 << 12;

    private final int id;
    private final int room;
    private final boolean unruly;
    private int[] nextNumbers; // by place of the room's senders; not looked at while it follows an order
    private int @Nullable [] firstOwed; // likewise; null if it has been here from the start
    private @Nullable RoomOrder order; // that its room's lines arrive in; null if it has numbers of its own
    long position; // in the order: of the line that it has to receive next

    @Nullable
    public RoomTape tape; // of what its room's clients receive; null if too few do

    public long tapePosition; // where its next delivery is most likely to be found there
    int lastFrameLength; // of the delivery before, without its LF: the next one is most likely as long
    private int visit; // counts up when it comes back
    private long lastPosition; // of a line that it has had, in the room's order
    private final boolean givesPositions;
    private boolean newcomer; // that may be ahead of others' lines which it does not know of
    private final ArrayDeque<Long> waiting = new ArrayDeque<>(); // lines whose positions others have to give
    private long received; // lines of its room that are no fault
    private boolean gone; // receives nothing more
    private final ByteArrayOutputStream answers = new ByteArrayOutputStream(0); // to what the server has asked

    /** Gives positions, see {@link TotalOrder}. */
    public Receiver(int id, int room, int roomSenders, boolean unruly) {
        this(id, room, roomSenders, unruly, true);
    }

    /**
     * @param roomSenders    how many clients of its room send; 0 if it is to follow an order
     * @param givesPositions whether it gives lines their positions in the {@link TotalOrder}
     */
    public Receiver(int id, int room, int roomSenders, boolean unruly, boolean givesPositions) {
        this.givesPositions = givesPositions;
        this.id = id;
        this.room = room;
        this.unruly = unruly;
        this.nextNumbers = new int[roomSenders];
    }

    public int id() {
        return id;
    }

    public int room() {
        return room;
    }

    public boolean isUnruly() {
        return unruly;
    }

    public int visit() {
        return visit;
    }

    /** From its first line on. */
    void follow(RoomOrder roomOrder) {
        order = roomOrder;
    }

    @Nullable
    RoomOrder order() {
        return order;
    }

    boolean follows(RoomOrder roomOrder) {
        return order == roomOrder && !gone;
    }

    /** From here on it has numbers of its own. */
    void leaveOrder() {
        if (order != null) {
            nextNumbers = order.numbersAt(position);
            order = null;
        }
    }

    public int nextNumber(int place) {
        return nextNumbers[place];
    }

    public void setNextNumber(int place, int number) {
        nextNumbers[place] = number;
    }

    /** The first line that the sender in that place had not begun when this client was known to be here. */
    int firstOwed(int place) {
        return firstOwed == null ? 0 : firstOwed[place];
    }

    boolean isOwed(int place, int number) {
        return firstOwed == null || number >= firstOwed[place];
    }

    /** The first owed line that may still be on its way. */
    public int firstAwaited(int place) {
        return Math.max(nextNumbers[place], firstOwed(place));
    }

    public void setFirstOwed(int place, int number) {
        Objects.requireNonNull(firstOwed)[place] = number;
    }

    /** What comes over its next connection is a matter of its own. Nothing is owed to it before it is told so. */
    public void beginVisit() {
        visit++;
        lastPosition = 0;
        waiting.clear();
        newcomer = true;
        Arrays.fill(nextNumbers, NO_NUMBER);
        if (firstOwed == null) {
            firstOwed = new int[nextNumbers.length];
        }
        Arrays.fill(firstOwed, Integer.MAX_VALUE);
    }

    /** What it receives next comes over another connection. */
    public void reconnect() {
        lastFrameLength = 0;
        gone = false;
    }

    public void close() {
        gone = true;
    }

    void onLine() {
        received++;
    }

    /** An intact line has arrived, the next one of its sender. Returns how many lines have been found to be out of order. */
    int comesInOrder(TotalOrder total, int sender, int number) {
        if (waiting.isEmpty()) {
            long position = positionOf(total, sender, number);
            if (position != TotalOrder.UNKNOWN) {
                return comesAfter(position);
            }
        }
        waiting.add(((long) sender << Integer.SIZE) | (number & 0xFFFFFFFFL));
        return comeAfterWaiting(total, MOST_WAITING);
    }

    /** All has come: a line that still has no position never gets one. */
    int endInOrder(TotalOrder total) {
        return comeAfterWaiting(total, 0);
    }

    private long positionOf(TotalOrder total, int sender, int number) {
        long position = total.position(sender, number);
        return position == TotalOrder.UNKNOWN && givesPositions && !newcomer
                ? total.give(room, sender, number)
                : position;
    }

    /** As far as positions are known by now, and beyond that if more are waiting than may. */
    private int comeAfterWaiting(TotalOrder total, int most) {
        int wrong = 0;
        for (var line = waiting.peek(); line != null; line = waiting.peek()) {
            long position = positionOf(total, (int) (line >>> Integer.SIZE), line.intValue());
            if (position == TotalOrder.UNKNOWN && waiting.size() <= most) {
                return wrong;
            }
            waiting.remove();
            wrong += comesAfter(position);
        }
        return wrong;
    }

    private int comesAfter(long position) {
        newcomer &= position <= 0;
        if (position > lastPosition) {
            lastPosition = position;
            return 0;
        }
        return position > 0 ? 1 : 0; // else nobody knows
    }

    /** How many lines of its room it has had. */
    public long received() {
        return received;
    }

    /** It has to say this. */
    void answer(byte[] bytes) {
        answers.writeBytes(bytes);
    }

    /** What it has to say, which is done with. */
    public byte[] takeAnswers() {
        var bytes = answers.toByteArray();
        answers.reset();
        return bytes;
    }

    public boolean hasAnswers() {
        return answers.size() > 0;
    }
}
