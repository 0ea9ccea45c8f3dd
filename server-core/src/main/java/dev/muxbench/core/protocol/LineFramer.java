package dev.muxbench.core.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns received bytes into lines, one per connection. How the input is split into calls changes nothing about the
 * lines.
 *
 * <p>A line that lies whole in the received buffer is handed out in place, without a copy; the search looks at 8 bytes
 * a step. Half lines, and lines with telnet commands in them, go into an array that lives until the line is handed out.
 *
 * <p>What telnet sends beside text is left out ({@link Telnet}), and a PROXY protocol header is no line ({@link Opening}).
 *
 * <p>Threads: the connection's.
 */
public final class LineFramer {
    /** The event that {@link #next} has found. */
    public enum Event {
        /** All input is consumed. */
        NEED_MORE,
        /** A line: see {@link #inPlace()}. */
        LINE,
        /** A line is longer than allowed. Reported once; its rest is left out. */
        LINE_TOO_LONG,
        /** Telnet's DO TIMING-MARK, which must be answered. It may come within a line, which goes on behind it. */
        TIMING_MARK,
        /** The connection begins with a PROXY protocol header. Reported once; all that follows it is left out. */
        PROXY_HEADER;

        /** Returns whether the client has sent a line, relayed or not. */
        public boolean isLine() {
            return this == LINE || this == LINE_TOO_LONG;
        }
    }

    private static final int SMALLEST_HALF = 64;
    private static final byte[] NO_BYTES = {};
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final int maxLineBytes;
    private final Telnet telnet = new Telnet();
    private @Nullable Opening opening = new Opening(); // null once its bytes are framed
    private byte @Nullable [] half; // the line being assembled
    private int halfLength;
    private boolean skipping; // the rest of a line that is too long

    private boolean inPlace;
    private boolean plain;
    private byte[] array = NO_BYTES;
    private int offset;
    private int length;

    /** @param maxLineBytes data bytes that a line may have, without its LF and the CR before that */
    public LineFramer(int maxLineBytes) {
        this.maxLineBytes = maxLineBytes;
    }

    /**
     * Finds the next line, consuming {@code in} up to its end. To be called until it returns {@link Event#NEED_MORE}.
     */
    public Event next(ByteBuffer in) {
        array = NO_BYTES;
        if (opening != null) {
            var event = frameOpening(opening, in);
            if (opening != null) {
                return event;
            }
        }
        if (halfLength == 0 && !skipping && !telnet.isInCommand()) {
            int lineEnd = findLineInPlace(in);
            if (lineEnd >= 0) {
                return lineInPlace(in, lineEnd);
            }
        }
        return assemble(in);
    }

    /** Forgets the opening once there is nothing more in it. */
    private Event frameOpening(Opening first, ByteBuffer in) {
        return switch (first.take(in)) {
            case KEPT_BACK -> Event.NEED_MORE;
            case PROXY_HEADER -> Event.PROXY_HEADER;
            case TEXT -> {
                var event = assemble(first.text());
                if (event == Event.NEED_MORE) {
                    opening = null;
                }
                yield event;
            }
        };
    }

    /**
     * Position of the LF that ends a line without telnet bytes, or -1 if there is none in the buffer. Sets {@link
     * #plain}.
     */
    private int findLineInPlace(ByteBuffer in) {
        int limit = in.limit();
        int at = ByteSearch.firstUnprintable(in, in.position(), limit);
        while (at < limit && in.get(at) == '\t') {
            at = ByteSearch.firstUnprintable(in, at + 1, limit);
        }
        if (at + 1 < limit && in.get(at) == '\r' && in.get(at + 1) == '\n') {
            at++;
        }
        plain = at < limit && in.get(at) == '\n';
        if (!plain) {
            at = ByteSearch.firstLineFeedOrIac(in, at, limit);
        }
        return at < limit && in.get(at) == '\n' ? at : -1;
    }

    private Event lineInPlace(ByteBuffer in, int lineEnd) {
        offset = in.position();
        length = lineEnd - offset;
        if (length > 0 && in.get(lineEnd - 1) == '\r') {
            length--;
        }
        in.position(lineEnd + 1);
        inPlace = true;
        return length > maxLineBytes ? Event.LINE_TOO_LONG : Event.LINE;
    }

    private Event assemble(ByteBuffer in) {
        while (in.hasRemaining()) {
            if (!telnet.isInCommand()) {
                passRun(in);
                if (!in.hasRemaining()) {
                    break;
                }
            }
            byte data = in.get();
            switch (telnet.take(data)) {
                case DATA -> {}
                case COMMAND -> {
                    continue;
                }
                case TIMING_MARK -> {
                    return Event.TIMING_MARK;
                }
                case IAC_WAS_DATA -> {
                    in.position(in.position() - 1);
                    data = Telnet.IAC;
                }
            }
            var event = onData(data);
            if (event != Event.NEED_MORE) {
                return event;
            }
        }
        return Event.NEED_MORE;
    }

    /** Takes all that comes before the next LF or IAC at once, as far as the line may grow. */
    private void passRun(ByteBuffer in) {
        int from = in.position();
        if (skipping) {
            in.position(ByteSearch.firstLineFeedOrIac(in, from, in.limit()));
            return;
        }
        int room = Math.max(0, maxLineBytes - halfLength);
        int count = ByteSearch.firstLineFeedOrIac(in, from, Math.min(in.limit(), from + room)) - from;
        in.get(halfWithRoomFor(count), halfLength, count);
        halfLength += count;
    }

    private Event onData(byte data) {
        if (data == '\n') {
            if (skipping) {
                skipping = false;
                return Event.NEED_MORE;
            }
            return handOut(halfLength > 0 && half()[halfLength - 1] == '\r' ? halfLength - 1 : halfLength);
        }
        if (skipping) {
            return Event.NEED_MORE;
        }
        // One byte more than allowed may be the CR of the line's end.
        if (halfLength > maxLineBytes || (halfLength == maxLineBytes && data != '\r')) {
            half = null;
            halfLength = 0;
            skipping = true;
            return Event.LINE_TOO_LONG;
        }
        halfWithRoomFor(1)[halfLength++] = data;
        return Event.NEED_MORE;
    }

    private byte[] halfWithRoomFor(int count) {
        var line = half();
        int needed = halfLength + count;
        if (needed > line.length) {
            int doubled = Math.min(2 * line.length, maxLineBytes + 1);
            line = Arrays.copyOf(line, Math.max(SMALLEST_HALF, Math.max(needed, doubled)));
            half = line;
        }
        return line;
    }

    private byte[] half() {
        var line = half;
        return line == null ? NO_BYTES : line;
    }

    private Event handOut(int lineLength) {
        array = half();
        half = null;
        halfLength = 0;
        inPlace = false;
        offset = 0;
        length = lineLength;
        plain = ByteSearch.isPlain(array, lineLength);
        return Event.LINE;
    }

    /**
     * The peer sends nothing more: a last line counts without its LF, too. A CR at its end is data then (it is not
     * before LF) and may make the line too long. A telnet command without its end is left out. To be called until it
     * returns {@link Event#NEED_MORE}.
     */
    public Event endOfInput() {
        array = NO_BYTES;
        if (opening != null) {
            opening.endOfInput();
            var event = frameOpening(opening, NOTHING);
            if (opening != null) {
                return event;
            }
        }
        telnet.endOfInput();
        skipping = false;
        if (halfLength == 0) {
            return Event.NEED_MORE;
        }
        if (halfLength > maxLineBytes) {
            half = null;
            halfLength = 0;
            return Event.LINE_TOO_LONG;
        }
        return handOut(halfLength);
    }

    /**
     * Whether the line lies in the buffer itself, at {@link #offset()}; else it lies in {@link #array()}. As all of
     * these, valid after {@link Event#LINE} until the next call.
     */
    public boolean inPlace() {
        return inPlace;
    }

    /** Returns whether the line is printable ASCII and TAB only, so that it may be shown as it is. */
    public boolean plain() {
        return plain;
    }

    public byte[] array() {
        return array;
    }

    public int offset() {
        return offset;
    }

    /** Bytes of the line; its LF, one CR before that, and telnet commands do not count. */
    public int length() {
        return length;
    }
}
