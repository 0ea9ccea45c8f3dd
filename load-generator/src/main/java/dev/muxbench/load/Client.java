package dev.muxbench.load;

import dev.muxbench.load.net.Connection;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One connection. Threads: its worker's. */
final class Client {
    enum Stage {
        CONNECTING,
        GREETING,
        JOINING,
        READY,
        CLOSED
    }

    static final long NEVER = Long.MIN_VALUE;

    /** No line of that sender has arrived, and any may be the first. */
    static final int NO_NUMBER = -1;

    private static final byte[] NO_BYTES = {};
    private static final int FIRST_OUTPUT = 4096;

    private final int id;
    private final int room;
    private int[] nextNumbers; // by place of the room's senders; not looked at while it follows an order
    private int @Nullable [] firstOwed; // likewise; null if it has been here from the start
    private @Nullable RoomOrder order; // that its room's lines arrive in; null if it has numbers of its own
    long position; // in the order: of the line that it has to receive next

    @Nullable
    RoomTape tape; // of what its room's clients receive; null if too few do

    long tapePosition; // where its next delivery is most likely to be found there
    private int visit; // counts up when it comes back
    long joinDueNanos; // when it was to be in, or to come back
    long brokenNanos = NEVER; // when its connection broke, until it is back
    int tries; // to come back since then
    private final ArrayDeque<Long> duesMeanwhile = new ArrayDeque<>();

    @Nullable
    TokenBucket pace; // of a slow reader, from the start of the run on

    private final boolean unruly;

    private @Nullable Connection connection;
    Stage stage = Stage.CONNECTING;
    private byte[] tail = NO_BYTES; // of a line whose end has not arrived
    private byte[] output = NO_BYTES;
    private int outputEnd;
    private boolean waitsForWritable;
    private int linesSent;
    int lastFrameLength; // of the delivery before, without its LF: the next one is most likely as long

    /** @param roomSenders how many clients of its room send; 0 if it is to follow an order */
    Client(int id, int room, int roomSenders, boolean unruly) {
        this.id = id;
        this.room = room;
        this.unruly = unruly;
        this.nextNumbers = new int[roomSenders];
    }

    int id() {
        return id;
    }

    int room() {
        return room;
    }

    void setConnection(Connection connection) {
        this.connection = connection;
    }

    private Connection connection() {
        return Objects.requireNonNull(connection);
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
        return order == roomOrder && stage != Stage.CLOSED;
    }

    /** From here on it has numbers of its own. */
    void leaveOrder() {
        if (order != null) {
            nextNumbers = order.numbersAt(position);
            order = null;
        }
    }

    int nextNumber(int place) {
        return nextNumbers[place];
    }

    void setNextNumber(int place, int number) {
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
    int firstAwaited(int place) {
        return Math.max(nextNumbers[place], firstOwed(place));
    }

    void setFirstOwed(int place, int number) {
        Objects.requireNonNull(firstOwed)[place] = number;
    }

    /** Neither in nor closed. */
    boolean isJoining() {
        return stage != Stage.READY && stage != Stage.CLOSED;
    }

    int visit() {
        return visit;
    }

    boolean isUnruly() {
        return unruly;
    }

    /**
     * Reads once, and puts what was left of the read before in front of it.
     *
     * @return bytes read, or -1 at the connection's end
     */
    int read(byte[] into, int at, int most) throws IOException {
        int count = connection().read(into, at, most);
        System.arraycopy(tail, 0, into, at - tail.length, tail.length);
        return count;
    }

    void keepTail(byte[] in, int from, int to) {
        tail = from == to ? NO_BYTES : Arrays.copyOfRange(in, from, to);
    }

    int tailBytes() {
        return tail.length;
    }

    /** Number of the next line that it sends. */
    int takeNumber() {
        return linesSent++;
    }

    int linesSent() {
        return linesSent;
    }

    /** Says it at once. */
    void command(String ascii) throws IOException {
        say(ascii);
        flush();
    }

    /** To be flushed. */
    void say(String ascii) {
        var bytes = Lines.ascii(ascii);
        say(bytes, 0, bytes.length);
    }

    /** Likewise. */
    void say(byte[] bytes, int from, int to) {
        reserve(to - from);
        System.arraycopy(bytes, from, output, outputEnd, to - from);
        outputEnd += to - from;
    }

    /** Likewise. */
    void putLine(Dialect dialect, LineCodec codec, long dueNanos, int number) {
        int bytes = codec.bytes(id, number);
        reserve(bytes + dialect.mostOverhead());
        int text = dialect.putHead(output, outputEnd, room, bytes);
        outputEnd = dialect.putEnd(output, codec.encode(output, text, dueNanos, id, number));
    }

    private void reserve(int bytes) {
        if (output.length - outputEnd < bytes) {
            output = Arrays.copyOf(output, Math.max(FIRST_OUTPUT, Integer.highestOneBit(outputEnd + bytes) * 2));
        }
    }

    boolean hasOutput() {
        return outputEnd > 0 && !waitsForWritable;
    }

    /** Writes what it can. */
    void flush() throws IOException {
        int taken = connection().write(output, 0, outputEnd);
        outputEnd -= taken;
        System.arraycopy(output, taken, output, 0, outputEnd);
        waitsForWritable = outputEnd > 0;
    }

    boolean canWrite() {
        return outputEnd == 0 && !waitsForWritable;
    }

    /** Past the output. Returns how many bytes were taken. */
    int write(byte[] from, int at, int count) throws IOException {
        int taken = connection().write(from, at, count);
        waitsForWritable = taken < count;
        return taken;
    }

    /** Nothing is written to it any more: its connection is broken, which is found by reading. */
    void stopWriting() {
        waitsForWritable = true;
    }

    void silence() throws IOException {
        connection().silence();
    }

    void pauseReading() {
        connection().pauseReading();
    }

    void resumeReading() throws IOException {
        connection().resumeReading();
    }

    /** A line of it is due while it is away: it sends it when it is back. */
    void sendLater(long dueNanos) {
        duesMeanwhile.add(dueNanos);
    }

    /** When the lines were due that it was to send while it was away. */
    Queue<Long> duesMeanwhile() {
        return duesMeanwhile;
    }

    /** Leaves; what comes over the next connection is a matter of its own. Nothing is owed to it before it is told so. */
    void leave() {
        reset();
        visit++;
        Arrays.fill(nextNumbers, NO_NUMBER);
        if (firstOwed == null) {
            firstOwed = new int[nextNumbers.length];
        }
        Arrays.fill(firstOwed, Integer.MAX_VALUE);
    }

    /** Is to connect anew. */
    void reset() {
        close();
        stage = Stage.CONNECTING;
        tail = NO_BYTES;
        lastFrameLength = 0;
        waitsForWritable = false;
    }

    void close() {
        stage = Stage.CLOSED;
        output = NO_BYTES;
        outputEnd = 0;
        if (connection != null) {
            connection.close();
        }
    }
}
