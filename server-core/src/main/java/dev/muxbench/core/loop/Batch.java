package dev.muxbench.core.loop;

import dev.muxbench.core.protocol.LineFramer;
import dev.muxbench.core.protocol.Sanitizer;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Lines of one client, as others will see them, on their way to its room's log: they are made here, so that the log is locked for one
 * copy.
 *
 * <p>There is one for each loop, because a loop handles one client at a time. Threads: the loop's.
 */
public final class Batch {
    private static final int LEAST_CAPACITY = 1 << 10;
    private static final int ENOUGH_BYTES = 64 << 10;
    private static final int KEPT_BYTES = 8 << 10; // by a loop of one connection: there may be thousands of them

    private final IoLoop loop;
    private byte[] bytes = {};
    private int length;
    private int lines;

    Batch(IoLoop loop) {
        this.loop = loop;
    }

    /**
     * A line of a client.
     *
     * @param in where it lies if it is {@link LineFramer#inPlace()}
     */
    public void add(byte[] prefix, ByteBuffer in, LineFramer line) {
        int textLength = line.length();
        reserve(prefix.length + (line.plain() ? textLength : Sanitizer.GROWTH * textLength) + 1);
        System.arraycopy(prefix, 0, bytes, length, prefix.length);
        int at = length + prefix.length;
        if (!line.plain()) {
            at += Sanitizer.sanitize(raw(in, line), 0, textLength, bytes, at);
        } else if (line.inPlace()) {
            in.get(line.offset(), bytes, at, textLength);
            at += textLength;
        } else {
            System.arraycopy(line.array(), line.offset(), bytes, at, textLength);
            at += textLength;
        }
        bytes[at] = '\n';
        length = at + 1;
        lines++;
    }

    private byte[] raw(ByteBuffer in, LineFramer line) {
        if (!line.inPlace()) {
            return line.array();
        }
        var raw = loop.raw();
        in.get(line.offset(), raw, 0, line.length());
        return raw;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(LEAST_CAPACITY, 2 * (length + more)));
        }
    }

    public boolean isEmpty() {
        return lines == 0;
    }

    /** More lines would keep others from the log for too long. */
    public boolean isFull() {
        return length >= ENOUGH_BYTES;
    }

    /** From the first one on {@link #length()} of them are whole lines. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public int lines() {
        return lines;
    }

    /** It is published. */
    public void clear() {
        if (bytes.length > KEPT_BYTES && loop.sessionCount() == 1) {
            bytes = new byte[LEAST_CAPACITY];
        }
        length = 0;
        lines = 0;
    }
}
