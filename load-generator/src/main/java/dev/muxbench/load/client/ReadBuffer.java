package dev.muxbench.load.client;

import dev.muxbench.load.text.LineCodec;
import dev.muxbench.load.verify.Verifier;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One worker's last read, from one of its clients. Threads: its worker's. */
public final class ReadBuffer {
    /** The most bytes of one read. */
    public static final int READ_BYTES = 256 << 10;

    private static final int LONGEST_TAIL = 2 * LineCodec.MAX_BYTES;

    private static final int READ_AT = LONGEST_TAIL; // the same for all, whatever is in front of it

    public final byte[] bytes = new byte[READ_AT + READ_BYTES];
    private int begin;
    private @Nullable IOException failure; // how the last connection ended that did not end in order
    private final Verifier verifier;

    public ReadBuffer(Verifier verifier) {
        this.verifier = verifier;
    }

    /** Reads once. Returns the end in {@link #bytes}, or -1 at the connection's end, for whatever reason. */
    public int read(Client client, int most) {
        failure = null;
        begin = READ_AT - client.tailBytes();
        try {
            int count = client.read(bytes, READ_AT, most);
            return count < 0 ? -1 : READ_AT + count;
        } catch (IOException e) {
            failure = e;
            return -1;
        }
    }

    /** Returns how the connection that was read last has ended, for people. */
    public String end() {
        return failure == null ? "closed a connection" : "broke a connection (" + failure.getMessage() + ")";
    }

    /** Returns where the last read begins, with the rest of the read before. */
    public int begin() {
        return begin;
    }

    /** Keeps {@code [from, end)}, which the client's next read completes. */
    public void keepTail(Client client, int from, int end) {
        if (end - from > LONGEST_TAIL) {
            verifier.onOther(bytes, from, end); // no line of ours is that long
            client.keepTail(bytes, end, end);
        } else {
            client.keepTail(bytes, from, end);
        }
    }
}
