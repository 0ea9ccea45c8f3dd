package dev.muxbench.core.loop;

import dev.muxbench.core.protocol.LineFramer;
import dev.muxbench.core.protocol.Sanitizer;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The lines of one client on their way to its room's log, as others will see them. They are put together here, so that the log is locked
 * for one copy only.
 *
 * <p>A loop has one batch, because it reads one client at a time. Threads: the loop's.
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
     * Adds a line.
     *
     * @param in the buffer that the line lies in, if it is {@link LineFramer#inPlace()}
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

    /** True if the batch must be published before more lines are added, because its copy would hold the log's lock for too long. */
    public boolean isFull() {
        return length >= ENOUGH_BYTES;
    }

    /** Returns the bytes; the first {@link #length()} of them are whole lines. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public int lines() {
        return lines;
    }

    /** Empties the batch after it is published. */
    public void clear() {
        if (bytes.length > KEPT_BYTES && loop.sessionCount() == 1) {
            bytes = new byte[LEAST_CAPACITY];
        }
        length = 0;
        lines = 0;
    }
}
