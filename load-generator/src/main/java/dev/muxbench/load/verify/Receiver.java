package dev.muxbench.load.verify;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The lines that one client has received and is owed. Threads: its worker's. */
public final class Receiver {
    /** No line of a sender has arrived, and any may be the first. */
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

    /** A receiver that gives positions, see {@link TotalOrder}. */
    public Receiver(int id, int room, int roomSenders, boolean unruly) {
        this(id, room, roomSenders, unruly, true);
    }

    /**
     * @param roomSenders    number of senders in the room; 0 if this receiver follows an order
     * @param givesPositions whether this receiver gives lines their positions in the {@link TotalOrder}
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

    /** Follows an order, from its first line on. */
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

    /** Gives the receiver numbers of its own from here on. */
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

    /** Returns the first line that the sender in this place had not begun when the client was known to be here. */
    int firstOwed(int place) {
        return firstOwed == null ? 0 : firstOwed[place];
    }

    boolean isOwed(int place, int number) {
        return firstOwed == null || number >= firstOwed[place];
    }

    /** Returns the first owed line that may still be on its way. */
    public int firstAwaited(int place) {
        return Math.max(nextNumbers[place], firstOwed(place));
    }

    public void setFirstOwed(int place, int number) {
        Objects.requireNonNull(firstOwed)[place] = number;
    }

    /** Begins another visit. Nothing is owed to the client before the server has let it in. */
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

    /** Called when the next bytes come over another connection. */
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

    /** Handles an intact line, the next of its sender. Returns the number of lines found to be out of order. */
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

    /** Called when everything has arrived: a line that has no position yet never gets one. */
    int endInOrder(TotalOrder total) {
        return comeAfterWaiting(total, 0);
    }

    private long positionOf(TotalOrder total, int sender, int number) {
        long position = total.position(sender, number);
        return position == TotalOrder.UNKNOWN && givesPositions && !newcomer
                ? total.give(room, sender, number)
                : position;
    }

    /** Judges waiting lines as far as positions are known, and beyond that if more wait than may. */
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

    /** Returns the number of the room's lines that the client has had. */
    public long received() {
        return received;
    }

    /** Adds bytes that the client must send. */
    void answer(byte[] bytes) {
        answers.writeBytes(bytes);
    }

    /** Returns the bytes that the client must send, and forgets them. */
    public byte[] takeAnswers() {
        var bytes = answers.toByteArray();
        answers.reset();
        return bytes;
    }

    public boolean hasAnswers() {
        return answers.size() > 0;
    }
}
