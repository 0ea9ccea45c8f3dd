package dev.muxbench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
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
    private final SocketChannel channel;
    private @Nullable SelectionKey key;
    Stage stage = Stage.CONNECTING;
    private byte[] tail = NO_BYTES; // of a line whose end has not arrived
    private byte[] outputBytes = NO_BYTES;
    private ByteBuffer output = ByteBuffer.wrap(outputBytes); // being filled; position is the end
    private boolean waitsForWritable;
    private int linesSent;
    int lastLineLength; // of the line before: the next one is most likely as long

    Client(int id, int senders, SocketChannel channel) {
        this.id = id;
        this.nextNumbers = new int[senders];
        this.channel = channel;
    }

    int id() {
        return id;
    }

    SocketChannel channel() {
        return channel;
    }

    void setKey(SelectionKey key) {
        this.key = key;
    }

    private SelectionKey key() {
        return Objects.requireNonNull(key);
    }

    int nextNumber(int sender) {
        return nextNumbers[sender];
    }

    void setNextNumber(int sender, int number) {
        nextNumbers[sender] = number;
    }

    byte[] tail() {
        return tail;
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
        room(bytes.length).put(bytes);
        flush();
    }

    void putLine(LineCodec codec, long dueNanos, int sender, int number) {
        var out = room(codec.size() + 1);
        codec.encode(outputBytes, out.position(), dueNanos, sender, number);
        out.position(out.position() + codec.size()).put((byte) '\n');
    }

    private ByteBuffer room(int bytes) {
        if (output.remaining() < bytes) {
            int capacity = Math.max(FIRST_OUTPUT, Integer.highestOneBit(output.position() + bytes) * 2);
            outputBytes = Arrays.copyOf(outputBytes, capacity);
            output = ByteBuffer.wrap(outputBytes).position(output.position());
        }
        return output;
    }

    boolean hasOutput() {
        return output.position() > 0 && !waitsForWritable;
    }

    /** Writes what it can. */
    void flush() throws IOException {
        output.flip();
        channel.write(output);
        output.compact();
        boolean blocked = output.position() > 0;
        if (blocked != waitsForWritable) {
            waitsForWritable = blocked;
            key().interestOps(blocked ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }
    }

    void close() {
        stage = Stage.CLOSED;
        output = ByteBuffer.wrap(NO_BYTES);
        try {
            channel.close();
        } catch (IOException e) {
            stage = Stage.CLOSED; // nothing is left to be done about it
        }
    }
}
