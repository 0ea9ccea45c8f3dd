package dev.muxbench.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs a framer over pieces of input and notes what it finds. Bytes are written as the characters U+0000 to U+00FF. */
final class Framing {
    static final String TOO_LONG = "(too long)";
    static final String TIMING_MARK = "(timing mark)";
    static final String PROXY_HEADER = "(PROXY header)";

    private final LineFramer framer;
    private final List<String> events = new ArrayList<>();

    Framing(int maxLineBytes) {
        framer = new LineFramer(maxLineBytes);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }

    /** Whole, byte by byte, and in two pieces cut at every place: the events are the same. */
    static void assertLines(int maxLineBytes, String input, String... events) {
        assertThat(inPieces(maxLineBytes, input)).containsExactly(events);
        assertThat(byteByByte(maxLineBytes, input)).containsExactly(events);
        for (int cut = 0; cut <= input.length(); cut++) {
            assertThat(inPieces(maxLineBytes, input, cut)).as("cut at %d", cut).containsExactly(events);
        }
    }

    /** All events of an input that comes in pieces which end at these positions, and then ends. */
    static List<String> inPieces(int maxLineBytes, String input, int... cuts) {
        var framing = new Framing(maxLineBytes);
        int from = 0;
        for (int cut : cuts) {
            framing.receive(direct(input.substring(from, cut)));
            from = cut;
        }
        return framing.receive(direct(input.substring(from))).end();
    }

    static List<String> byteByByte(int maxLineBytes, String input) {
        var framing = new Framing(maxLineBytes);
        for (int i = 0; i < input.length(); i++) {
            framing.receive(heap(input.substring(i, i + 1)));
        }
        return framing.end();
    }

    static ByteBuffer direct(String text) {
        return ByteBuffer.allocateDirect(text.length())
                .order(ByteOrder.nativeOrder())
                .put(bytes(text))
                .flip();
    }

    /** A big-endian buffer that begins and ends amid other lines. */
    static ByteBuffer heap(String text) {
        var surrounded = "\n\r/x" + text + "y\n\n\n\n\n\n\n\n\n";
        return ByteBuffer.wrap(bytes(surrounded), 4, text.length()).order(ByteOrder.BIG_ENDIAN);
    }

    Framing receive(ByteBuffer in) {
        LineFramer.Event event;
        do {
            event = framer.next(in);
            note(event, in);
        } while (event != LineFramer.Event.NEED_MORE);
        if (in.hasRemaining()) {
            throw new AssertionError("needs more, but left " + in.remaining() + " bytes");
        }
        return this;
    }

    List<String> end() {
        LineFramer.Event event;
        do {
            event = framer.endOfInput();
            note(event, ByteBuffer.allocate(0));
        } while (event != LineFramer.Event.NEED_MORE);
        return events;
    }

    private void note(LineFramer.Event event, ByteBuffer in) {
        switch (event) {
            case LINE -> events.add(line(in));
            case LINE_TOO_LONG -> events.add(TOO_LONG);
            case TIMING_MARK -> events.add(TIMING_MARK);
            case PROXY_HEADER -> events.add(PROXY_HEADER);
            case NEED_MORE -> {}
        }
    }

    private String line(ByteBuffer in) {
        var line = new byte[framer.length()];
        if (framer.inPlace()) {
            in.get(framer.offset(), line);
        } else {
            System.arraycopy(framer.array(), framer.offset(), line, 0, line.length);
        }
        var text = text(line, 0, line.length);
        if (framer.plain() != text.matches("[\\x20-\\x7E\\t]*")) {
            throw new AssertionError("plain() is " + framer.plain() + " for " + text);
        }
        return text;
    }
}
