package dev.muxbench.load;

import dev.muxbench.load.net.Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
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

    /** No line of that sender has arrived, and any may be the first. */
    static final int NO_NUMBER = -1;

    private static final byte[] NO_BYTES = {};
    private static final int FIRST_OUTPUT = 4096;

    private final int id;
    private final int[] nextNumbers; // by sender
    private int @Nullable [] firstOwed; // by sender; null if it has been here from the start
    private int visit; // counts up when it comes back
    long joinDueNanos; // when it was to come back

    @Nullable
    TokenBucket pace; // of a slow reader, from the start of the run on

    private @Nullable Connection connection;
    Stage stage = Stage.CONNECTING;
    private byte[] tail = NO_BYTES; // of a line whose end has not arrived
    private byte[] output = NO_BYTES;
    private int outputEnd;
    private boolean waitsForWritable;
    private int linesSent;
    int lastLineLength; // of the line before: the next one is most likely as long

    Client(int id, int senders) {
        this.id = id;
        this.nextNumbers = new int[senders];
    }

    int id() {
        return id;
    }

    void setConnection(Connection connection) {
        this.connection = connection;
    }

    private Connection connection() {
        return Objects.requireNonNull(connection);
    }

    int nextNumber(int sender) {
        return nextNumbers[sender];
    }

    void setNextNumber(int sender, int number) {
        nextNumbers[sender] = number;
    }

    /** The first line that the sender had not begun when this client was known to be here. */
    int firstOwed(int sender) {
        return firstOwed == null ? 0 : firstOwed[sender];
    }

    boolean isOwed(int sender, int number) {
        return firstOwed == null || number >= firstOwed[sender];
    }

    /** The first owed line that may still be on its way. */
    int firstAwaited(int sender) {
        return Math.max(nextNumbers[sender], firstOwed(sender));
    }

    void setFirstOwed(int sender, int number) {
        Objects.requireNonNull(firstOwed)[sender] = number;
    }

    /** Neither in nor closed. */
    boolean isJoining() {
        return stage != Stage.READY && stage != Stage.CLOSED;
    }

    int visit() {
        return visit;
    }

    boolean isSlow() {
        return pace != null;
    }

    /**
     * Reads once, behind what was left of the read before.
     *
     * @param into with room for the longest tail and one read
     * @return the end in it, or -1 at the connection's end
     */
    int read(byte[] into, int most) throws IOException {
        int kept = tail.length;
        int count = connection().read(into, kept, most);
        if (count < 0) {
            return -1;
        }
        System.arraycopy(tail, 0, into, 0, kept);
        return kept + count;
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

    void command(String line) throws IOException {
        var bytes = line.getBytes(StandardCharsets.US_ASCII);
        reserve(bytes.length);
        System.arraycopy(bytes, 0, output, outputEnd, bytes.length);
        outputEnd += bytes.length;
        flush();
    }

    void putLine(LineCodec codec, long dueNanos, int sender, int number) {
        reserve(codec.size() + 1);
        codec.encode(output, outputEnd, dueNanos, sender, number);
        outputEnd += codec.size();
        output[outputEnd++] = '\n';
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

    void pauseReading() {
        connection().pauseReading();
    }

    void resumeReading() throws IOException {
        connection().resumeReading();
    }

    /** Leaves; what comes over the next connection is a matter of its own. Nothing is owed to it before it is told so. */
    void leave() {
        close();
        stage = Stage.CONNECTING;
        visit++;
        tail = NO_BYTES;
        lastLineLength = 0;
        waitsForWritable = false;
        Arrays.fill(nextNumbers, NO_NUMBER);
        if (firstOwed == null) {
            firstOwed = new int[nextNumbers.length];
        }
        Arrays.fill(firstOwed, Integer.MAX_VALUE);
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
