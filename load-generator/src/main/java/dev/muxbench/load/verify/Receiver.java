package dev.muxbench.load.verify;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one client has received, and what it is owed. Threads: its worker's. */
public final class Receiver {
    /** No line of that sender has arrived, and any may be the first. */
    static final int NO_NUMBER = -1;

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
    private long received; // lines of its room that are no fault
    private boolean gone; // receives nothing more
    private final ByteArrayOutputStream answers = new ByteArrayOutputStream(0); // to what the server has asked

    /** @param roomSenders how many clients of its room send; 0 if it is to follow an order */
    public Receiver(int id, int room, int roomSenders, boolean unruly) {
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
