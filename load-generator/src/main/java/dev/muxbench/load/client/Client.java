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
import java.util.Collection;
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

    private final int id;
    private final int room;
    public Receiver receiver; // of the load
    byte[] lastWords = NO_BYTES; // of the server, before the client was in
    long joinDueNanos; // when the client was due to be in, or to come back
    long brokenNanos = NEVER; // when the connection broke; NEVER while it has not
    int tries; // to come back since then
    int moves; // from one server to the next one of those that are joined
    private final ArrayDeque<Long> duesMeanwhile = new ArrayDeque<>();

    @Nullable
    public TokenBucket pace; // of a slow reader, from the start of the run on

    private @Nullable Connection connection;
    public Stage stage = Stage.CONNECTING;
    private byte[] tail = NO_BYTES; // of a line whose end has not arrived
    private final Outbox outbox = new Outbox();
    Outbox.Watcher watcher = Outbox.Watcher.NOBODY; // of its lines
    private boolean waitsForWritable;
    private boolean counted;
    private long countedBytes;
    private int linesSent;

    public Client(int id, int room) {
        this.id = id;
        this.room = room;
        this.receiver = new Receiver(id, room, 0, false);
    }

    public int id() {
        return id;
    }

    public int room() {
        return room;
    }

    /** Begins a load, whose first line is number 0 again. */
    public void begin(Receiver fresh) {
        receiver = fresh;
        linesSent = 0;
        counted = false;
        countedBytes = 0;
    }

    void setConnection(Connection connection) {
        this.connection = connection;
    }

    private Connection connection() {
        return Objects.requireNonNull(connection);
    }

    /** True while the client is neither in nor closed. */
    public boolean isJoining() {
        return stage != Stage.READY && stage != Stage.CLOSED;
    }

    Member member() {
        return new Member(id(), receiver.visit(), room());
    }

    /**
     * Reads once, and puts the rest of the read before in front.
     *
     * @return bytes read, or -1 at the connection's end
     */
    int read(byte[] into, int at, int most) throws IOException {
        int count = connection().read(into, at, most);
        System.arraycopy(tail, 0, into, at - tail.length, tail.length);
        return count;
    }

    /** As {@link Connection#discard}. */
    public int discard() throws IOException {
        int count = connection().discard();
        countedBytes += counted ? Math.max(0, count) : 0; // what comes before is no line
        return count;
    }

    /** Returns the bytes that were discarded. */
    public long countedBytes() {
        return countedBytes;
    }

    public void setLowWater(int bytes) throws IOException {
        connection().setLowWater(bytes);
    }

    void keepTail(byte[] in, int from, int to) {
        tail = from == to ? NO_BYTES : Arrays.copyOfRange(in, from, to);
    }

    /** Begins to count bytes; they are not verified from now on. */
    public void beginCounting() {
        counted = true;
    }

    public boolean isCounted() {
        return counted;
    }

    public int tailBytes() {
        return tail.length;
    }

    /** Returns the number of the next line to send. */
    int takeNumber() {
        return linesSent++;
    }

    public int linesSent() {
        return linesSent;
    }

    /** Puts bytes out. {@link #flush} must follow. */
    public void say(byte[] bytes) {
        outbox.put(bytes);
    }

    /** True if too much waits to be sent for another line. */
    boolean isOverrun() {
        return outbox.isFull();
    }

    /**
     * Puts a line out. {@link #flush} must follow.
     *
     * @param sender as the line says
     * @param owed   the number of deliveries that the line must cause
     */
    void putLine(Dialect dialect, LineCodec codec, int sender, int number, long dueNanos, int owed, long nowNanos) {
        outbox.putLine(dialect, codec, room(), sender, number, dueNanos, owed, waitsForWritable ? nowNanos : 0);
    }

    boolean hasOutput() {
        return !outbox.isEmpty() && !waitsForWritable;
    }

    /** Writes what the socket takes. */
    public void flush() throws IOException {
        outbox.flush(connection(), watcher, System.nanoTime());
        waitsForWritable = !outbox.isEmpty();
    }

    /** Drops what the socket has not taken. Returns the lines in it. */
    Collection<Outbox.Line> clearOutput() {
        return outbox.clear();
    }

    public boolean canWrite() {
        return outbox.isEmpty() && !waitsForWritable;
    }

    /** Writes past the output. Returns the number of bytes taken. */
    public int write(byte[] from, int at, int count) throws IOException {
        int taken = connection().write(from, at, count);
        waitsForWritable = taken < count;
        return taken;
    }

    /** Writes nothing any more, because the connection is broken. Reading finds out why. */
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

    /** Keeps a line that is due while the client is away. It is sent when the client is back. */
    void sendLater(long dueNanos) {
        duesMeanwhile.add(dueNanos);
    }

    /** Returns when the lines were due that wait for the client's return. */
    Queue<Long> duesMeanwhile() {
        return duesMeanwhile;
    }

    /** Closes the connection, and forgets what belongs to it. */
    void leave() {
        reset();
        receiver.beginVisit();
    }

    /** Makes the client ready to connect anew. */
    void reset() {
        close();
        stage = Stage.CONNECTING;
        tail = NO_BYTES;
        receiver.reconnect();
        outbox.clear();
        waitsForWritable = false;
    }

    public void close() {
        stage = Stage.CLOSED;
        receiver.close();
        if (connection != null) {
            connection.close();
        }
    }
}
