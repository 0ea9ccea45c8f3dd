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
 * <p>Telnet (RFC 854): commands are left out, IAC IAC is the data byte FF, a sub-negotiation ends at IAC SE or after
 * {@value #LONGEST_SUBNEGOTIATION} bytes. IAC before a byte that begins no command is data.
 *
 * <p>Threads: the connection's.
 */
public final class LineFramer {
    /** What {@link #next} has found. */
    public enum Event {
        /** All input is consumed. */
        NEED_MORE,
        /** A line: see {@link #inPlace()}. */
        LINE,
        /** A line is longer than allowed. Reported once; its rest is left out. */
        LINE_TOO_LONG
    }

    private enum Telnet {
        DATA,
        COMMAND,
        OPTION,
        SUBNEGOTIATION,
        SUBNEGOTIATION_COMMAND
    }

    private static final int LONGEST_SUBNEGOTIATION = 64;
    private static final int IAC = 0xFF;
    private static final int DONT = 0xFE;
    private static final int WILL = 0xFB;
    private static final int SB = 0xFA;
    private static final int SE = 0xF0;

    private static final int SMALLEST_HALF = 64;
    private static final byte[] NO_BYTES = {};

    private final int maxLineBytes;
    private byte @Nullable [] half; // the line being assembled
    private int halfLength;
    private Telnet telnet = Telnet.DATA;
    private int subnegotiationBytes;
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
        if (halfLength == 0 && !skipping && telnet == Telnet.DATA) {
            int lineEnd = findLineInPlace(in);
            if (lineEnd >= 0) {
                return lineInPlace(in, lineEnd);
            }
        }
        return assemble(in);
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
            if (telnet == Telnet.DATA) {
                passRun(in);
                if (!in.hasRemaining()) {
                    break;
                }
            }
            int next = in.get() & 0xFF;
            switch (telnet) {
                case DATA -> {
                    if (next == IAC) {
                        telnet = Telnet.COMMAND;
                        continue;
                    }
                }
                case COMMAND -> {
                    if (onCommand(next)) {
                        continue;
                    }
                    if (next != IAC) {
                        in.position(in.position() - 1); // no command: the IAC was data, and this byte comes after it
                        next = IAC;
                    }
                }
                case OPTION -> {
                    telnet = Telnet.DATA;
                    continue;
                }
                case SUBNEGOTIATION, SUBNEGOTIATION_COMMAND -> {
                    onSubnegotiation(next);
                    continue;
                }
            }
            var event = onData((byte) next);
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

    /** The byte after IAC. Returns false if what it stands for is data. */
    private boolean onCommand(int command) {
        if (command >= WILL && command <= DONT) {
            telnet = Telnet.OPTION;
        } else if (command == SB) {
            telnet = Telnet.SUBNEGOTIATION;
            subnegotiationBytes = 0;
        } else {
            telnet = Telnet.DATA;
        }
        return command >= SE && command != IAC;
    }

    private void onSubnegotiation(int next) {
        boolean ends = telnet == Telnet.SUBNEGOTIATION_COMMAND && next == SE;
        if (ends || ++subnegotiationBytes >= LONGEST_SUBNEGOTIATION) {
            telnet = Telnet.DATA;
        } else if (telnet == Telnet.SUBNEGOTIATION && next == IAC) {
            telnet = Telnet.SUBNEGOTIATION_COMMAND;
        } else {
            telnet = Telnet.SUBNEGOTIATION;
        }
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
     * before LF) and may make the line too long. A telnet command without its end is left out.
     */
    public Event endOfInput() {
        boolean pending = halfLength > 0;
        boolean tooLong = halfLength > maxLineBytes;
        telnet = Telnet.DATA;
        skipping = false;
        if (tooLong) {
            half = null;
            halfLength = 0;
            return Event.LINE_TOO_LONG;
        }
        return pending ? handOut(halfLength) : Event.NEED_MORE;
    }

    /**
     * Whether a line has begun that is not handed out yet: in bytes, in a telnet command, or as a line that is being
     * left out.
     */
    public boolean isHalf() {
        return halfLength > 0 || telnet != Telnet.DATA || skipping;
    }

    /**
     * Whether the line lies in the buffer itself, at {@link #offset()}; else it lies in {@link #array()}. As all of
     * these, valid after {@link Event#LINE} until the next call.
     */
    public boolean inPlace() {
        return inPlace;
    }

    /** Whether the line is printable ASCII and TAB only, so that it may be shown as it is. */
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
