package dev.muxbench.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Against a model that sees the whole input at once: first it leaves telnet commands out, then it looks for lines in what is
 * left.
 */
class LineFramerPropertyTest {
    private static final int IAC = 0xFF;
    private static final char MARK = '\uFFFF'; // for DO TIMING-MARK: no byte
    private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";

    @Property(tries = 5000)
    void anySplitGivesTheLinesOfTheWhole(
            @ForAll("input") String input,
            @ForAll @IntRange(min = 1, max = 40) int max,
            @ForAll @Size(max = 30) List<@IntRange(min = 1, max = 40) Integer> pieces) {
        var framing = new Framing(max);
        int from = 0;
        for (int piece : pieces) {
            int to = Math.min(input.length(), from + piece);
            var text = input.substring(from, to);
            framing.receive(piece % 2 == 0 ? Framing.direct(text) : Framing.heap(text));
            from = to;
        }
        framing.receive(Framing.direct(input.substring(from)));
        assertThat(framing.end()).isEqualTo(linesOf(input, max));
    }

    @Property(tries = 2000)
    void byteByByteGivesTheLinesOfTheWhole(
            @ForAll("input") String input, @ForAll @IntRange(min = 1, max = 40) int max) {
        var lines = linesOf(input, max);
        assertThat(Framing.byteByByte(max, input)).isEqualTo(lines);
        assertThat(Framing.inPieces(max, input)).isEqualTo(lines);
    }

    /** Text, line ends and telnet in good order, and bytes in none. */
    @Provide
    Arbitrary<String> input() {
        Arbitrary<String> text = Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(25);
        Arbitrary<String> ends = Arbitraries.of("\n", "\n", "\r\n", "\r", "\t", SIGNATURE, "\r\n\r\n\0\r\n");
        Arbitrary<String> telnet = Arbitraries.of(
                "\u00FF\u00FB\u0001",
                "\u00FF\u00FD\n",
                "\u00FF\u00FD\u0006",
                "\u00FF\u00F1",
                "\u00FF\u00ED",
                "\u00FF\u00FF",
                "\u00FF",
                "\u00FF\u00FA",
                "\u00FF\u00F0",
                "\u00FF\u00FA\u001F\0\n\0\u0018\u00FF\u00F0");
        Arbitrary<String> any =
                Arbitraries.strings().withCharRange('\0', '\u00FF').ofMaxLength(5);
        return Arbitraries.frequencyOf(Tuple.of(4, text), Tuple.of(4, ends), Tuple.of(2, telnet), Tuple.of(2, any))
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }

    private static List<String> linesOf(String input, int max) {
        if (input.startsWith(SIGNATURE)) {
            return List.of(Framing.PROXY_HEADER);
        }
        var events = new ArrayList<String>();
        var line = new StringBuilder();
        for (char next : withoutTelnet(input).toCharArray()) {
            boolean wasTooLong = isTooLong(line, max);
            if (next == MARK) {
                events.add(Framing.TIMING_MARK);
            } else if (next != '\n') {
                line.append(next);
                if (!wasTooLong && isTooLong(line, max)) {
                    events.add(Framing.TOO_LONG);
                }
            } else {
                if (!wasTooLong) {
                    events.add(endsWithCr(line) ? line.substring(0, line.length() - 1) : line.toString());
                }
                line.setLength(0);
            }
        }
        if (!line.isEmpty() && !isTooLong(line, max)) {
            events.add(line.length() <= max ? line.toString() : Framing.TOO_LONG);
        }
        return events;
    }

    /** Also when its last byte is a CR that belongs to its end. */
    private static boolean isTooLong(StringBuilder line, int max) {
        return line.length() > (endsWithCr(line) ? max + 1 : max);
    }

    private static boolean endsWithCr(StringBuilder line) {
        return !line.isEmpty() && line.charAt(line.length() - 1) == '\r';
    }

    private static String withoutTelnet(String input) {
        var data = new StringBuilder();
        int at = 0;
        while (at < input.length()) {
            char first = input.charAt(at);
            int second = at + 1 < input.length() ? input.charAt(at + 1) : -1;
            if (first != IAC) {
                data.append(first);
                at++;
            } else if (second == -1) {
                at++;
            } else if (second < 0xEC) {
                data.append(first);
                at++;
            } else if (second == IAC) {
                data.append(first);
                at += 2;
            } else if (input.startsWith("\u00FF\u00FD\u0006", at)) {
                data.append(MARK);
                at += 3;
            } else if (second == 0xFA) {
                at = endOfSubnegotiation(input, at + 2);
            } else {
                at += second > 0xFA ? 3 : 2;
            }
        }
        return data.toString();
    }

    private static int endOfSubnegotiation(String input, int from) {
        int limit = Math.min(input.length(), from + 64);
        for (int at = from; at + 1 < limit; at++) {
            if (input.charAt(at) == IAC) {
                if (input.charAt(at + 1) == 0xF0) {
                    return at + 2;
                }
                at++;
            }
        }
        return limit;
    }
}
