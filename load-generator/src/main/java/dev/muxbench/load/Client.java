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

    private static final byte[] NO_BYTES = {};
    private static final int FIRST_OUTPUT = 4096;

    private final int id;
    private final int[] nextNumbers; // by sender
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

    void close() {
        stage = Stage.CLOSED;
        output = NO_BYTES;
        outputEnd = 0;
        if (connection != null) {
            connection.close();
        }
    }
}
