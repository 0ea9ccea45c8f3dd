package dev.muxbench.load.client;

import dev.muxbench.load.net.Connection;
import dev.muxbench.load.protocol.Dialect;
import dev.muxbench.load.protocol.Member;
import dev.muxbench.load.schedule.TokenBucket;
import dev.muxbench.load.text.LineCodec;
import dev.muxbench.load.verify.Receiver;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One connection. Threads: its worker's. */
public final class Client {
    public enum Stage {
        CONNECTING,
        GREETING,
        JOINING,
        READY,
        CLOSED
    }

    static final long NEVER = Long.MIN_VALUE;

    private static final byte[] NO_BYTES = {};
    private static final int FIRST_OUTPUT = 4096;

    public final Receiver receiver;
    long joinDueNanos; // when it was to be in, or to come back
    long brokenNanos = NEVER; // when its connection broke, until it is back
    int tries; // to come back since then
    private final ArrayDeque<Long> duesMeanwhile = new ArrayDeque<>();

    @Nullable
    public TokenBucket pace; // of a slow reader, from the start of the run on

    private @Nullable Connection connection;
    public Stage stage = Stage.CONNECTING;
    private byte[] tail = NO_BYTES; // of a line whose end has not arrived
    private byte[] output = NO_BYTES;
    private int outputEnd;
    private boolean waitsForWritable;
    private int linesSent;

    Client(Receiver receiver) {
        this.receiver = receiver;
    }

    public int id() {
        return receiver.id();
    }

    public int room() {
        return receiver.room();
    }

    void setConnection(Connection connection) {
        this.connection = connection;
    }

    private Connection connection() {
        return Objects.requireNonNull(connection);
    }

    /** Neither in nor closed. */
    public boolean isJoining() {
        return stage != Stage.READY && stage != Stage.CLOSED;
    }

    Member member() {
        return new Member(id(), receiver.visit(), room());
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

    public int tailBytes() {
        return tail.length;
    }

    /** Number of the next line that it sends. */
    int takeNumber() {
        return linesSent++;
    }

    public int linesSent() {
        return linesSent;
    }

    /** To be flushed. */
    public void say(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, output, outputEnd, bytes.length);
        outputEnd += bytes.length;
    }

    /** Likewise. */
    void putLine(Dialect dialect, LineCodec codec, long dueNanos, int number) {
        int bytes = codec.bytes(id(), number);
        reserve(bytes + dialect.mostOverhead());
        int text = dialect.putHead(output, outputEnd, room(), bytes);
        outputEnd = dialect.putEnd(output, codec.encode(output, text, dueNanos, id(), number));
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
    public void flush() throws IOException {
        int taken = connection().write(output, 0, outputEnd);
        outputEnd -= taken;
        System.arraycopy(output, taken, output, 0, outputEnd);
        waitsForWritable = outputEnd > 0;
    }

    public boolean canWrite() {
        return outputEnd == 0 && !waitsForWritable;
    }

    /** Past the output. Returns how many bytes were taken. */
    public int write(byte[] from, int at, int count) throws IOException {
        int taken = connection().write(from, at, count);
        waitsForWritable = taken < count;
        return taken;
    }

    /** Nothing is written to it any more: its connection is broken, which is found by reading. */
    public void stopWriting() {
        waitsForWritable = true;
    }

    public void silence() throws IOException {
        connection().silence();
    }

    public void pauseReading() {
        connection().pauseReading();
    }

    public void resumeReading() throws IOException {
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

    /** Leaves; what comes over the next connection is a matter of its own. */
    void leave() {
        reset();
        receiver.beginVisit();
    }

    /** Is to connect anew. */
    void reset() {
        close();
        stage = Stage.CONNECTING;
        tail = NO_BYTES;
        receiver.reconnect();
        waitsForWritable = false;
    }

    public void close() {
        stage = Stage.CLOSED;
        receiver.close();
        output = NO_BYTES;
        outputEnd = 0;
        if (connection != null) {
            connection.close();
        }
    }
}
