package dev.muxbench.core.protocol;

import static dev.muxbench.core.protocol.Framing.TIMING_MARK;
import static dev.muxbench.core.protocol.Framing.TOO_LONG;
import static dev.muxbench.core.protocol.Framing.assertLines;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineFramerTest {
    private static final int MAX = 1024;

    record Case(String what, String input, List<String> lines) {
        Case(String what, String input, String... lines) {
            this(what, input, List.of(lines));
        }

        @Override
        public String toString() {
            return what;
        }
    }

    static List<Case> lineEnds() {
        return List.of(
                new Case("lines", "one\ntwo\n", "one", "two"),
                new Case("empty lines", "\n\n\r\n", "", "", ""),
                new Case("CR LF", "hi\r\nho\r\n", "hi", "ho"),
                new Case("only one CR belongs to the end", "hi\r\r\n", "hi\r"),
                new Case("a CR inside is data", "a\rb\n", "a\rb"),
                new Case("a CR before a CR LF line", "\r\n\r\n", "", ""),
                new Case("the last line without LF", "one\ntwo", "one", "two"),
                new Case("a CR at the end of input is not before LF", "hi\r", "hi\r"),
                new Case(
                        "longer than one step of the search",
                        "a".repeat(17) + "\n" + "b".repeat(64) + "\n",
                        "a".repeat(17),
                        "b".repeat(64)),
                new Case("tabs", "\ta\tb\t\nc\n", "\ta\tb\t", "c"),
                new Case(
                        "UTF-8",
                        "caff\u00C3\u00A8 \u00F0\u009F\u0098\u0080\nok\n",
                        "caff\u00C3\u00A8 \u00F0\u009F\u0098\u0080",
                        "ok"),
                new Case("controls", "\u0000\u001B[2J\u007F\nok\n", "\u0000\u001B[2J\u007F", "ok"));
    }

    @ParameterizedTest
    @MethodSource
    void lineEnds(Case c) {
        assertLines(MAX, c.input, c.lines.toArray(String[]::new));
    }

    static List<Case> telnet() {
        var longSubnegotiation = "\u00FF\u00FA" + "x".repeat(64);
        return List.of(
                new Case("negotiation before text", "\u00FF\u00FB\u0001\u00FF\u00FD\u0003hello\n", "hello"),
                new Case("window size with a 10 in it", "\u00FF\u00FA\u001F\0\n\0\u0018\u00FF\u00F0hi\n", "hi"),
                new Case("IAC IAC is FF", "a\u00FF\u00FFb\n", "a\u00FFb"),
                new Case("IAC IAC again and again", "\u00FF\u00FF\u00FF\u00FF\n", "\u00FF\u00FF"),
                new Case("before a command's slash", "\u00FF\u00FB\u0001/who\n", "/who"),
                new Case("between CR and LF", "hi\r\u00FF\u00F1\nho\n", "hi", "ho"),
                new Case("an option that looks like LF or IAC", "\u00FF\u00FD\na\u00FF\u00FE\u00FFb\n", "ab"),
                new Case("two-byte commands", "a\u00FF\u00F0b\u00FF\u00F1c\u00FF\u00F9d\n", "abcd"),
                new Case("EOF, SUSP, ABORT, EOR", "\u00FF\u00EC/\u00FF\u00EDw\u00FF\u00EEh\u00FF\u00EFo\n", "/who"),
                new Case("IAC before what begins no command", "a\u00FFb\u00FF\u00EB\n", "a\u00FFb\u00FF\u00EB"),
                new Case(
                        "UTF-8 that looks like it",
                        "\u00C3\u00BF\u00ED\u0095\u009C\n",
                        "\u00C3\u00BF\u00ED\u0095\u009C"),
                new Case("IAC before LF", "a\u00FF\nb\n", "a\u00FF", "b"),
                new Case("IAC before CR LF", "a\u00FF\r\nb\n", "a\u00FF", "b"),
                new Case(
                        "IAC inside a sub-negotiation",
                        "\u00FF\u00FA\u00FF\u00FF\u00F0\u00FF\u00F1\u00FF\u00F0hi\n",
                        "hi"),
                new Case("sub-negotiation without an end", longSubnegotiation + "a\nb\n", "a", "b"),
                new Case("unfinished, then lines", "\u00FF\u00FA\u0018" + "hello\nworld\n".repeat(6), "lo", "world"),
                new Case("64th byte is the end", "\u00FF\u00FA" + "x".repeat(62) + "\u00FF\u00F0a\n", "a"),
                new Case("IAC as 64th byte", "\u00FF\u00FA" + "x".repeat(63) + "\u00FF" + "\u00F0a\n", "\u00F0a"),
                new Case("only commands", "\u00FF\u00FB\u0001\u00FF\u00FD\u0003"),
                new Case("a line of commands only", "\u00FF\u00FB\u0001\r\n", ""),
                new Case("half a command at the end of input", "a\n\u00FF", "a"),
                new Case("half a sub-negotiation at the end of input", "a\u00FF\u00FAx\n", "a"));
    }

    @ParameterizedTest
    @MethodSource
    void telnet(Case c) {
        assertLines(MAX, c.input, c.lines.toArray(String[]::new));
    }

    /** DO TIMING-MARK, and what is like it. */
    static List<Case> timingMarks() {
        var mark = "\u00FF\u00FD\u0006";
        return List.of(
                new Case("Ctrl-C", "\u00FF\u00F4" + mark + "hello\n", TIMING_MARK, "hello"),
                new Case("Ctrl-Z", "a\n\u00FF\u00ED" + mark + "b\n", "a", TIMING_MARK, "b"),
                new Case("in a line", "hel" + mark + "lo\n", TIMING_MARK, "hello"),
                new Case("between CR and LF", "hi\r" + mark + "\nho\n", TIMING_MARK, "hi", "ho"),
                new Case("one for each", mark.repeat(3), TIMING_MARK, TIMING_MARK, TIMING_MARK),
                new Case("in what is skipped", "x".repeat(MAX + 1) + mark + "y\nok\n", TOO_LONG, TIMING_MARK, "ok"),
                new Case("at the end of input", "a" + mark, TIMING_MARK, "a"),
                new Case("without its end", "a\n\u00FF\u00FD", "a"),
                new Case("WILL, WONT and DONT", "\u00FF\u00FB\u0006\u00FF\u00FC\u0006\u00FF\u00FE\u0006a\n", "a"),
                new Case("another option", "\u00FF\u00FD\u0003\u00FF\u00FD\u00FFa\n", "a"),
                new Case("in a sub-negotiation", "\u00FF\u00FA" + mark + "\u00FF\u00F0a\n", "a"),
                new Case("behind a doubled IAC", "\u00FF\u00FF\u00FD\u0006\n", "\u00FF\u00FD\u0006"));
    }

    @ParameterizedTest
    @MethodSource
    void timingMarks(Case c) {
        assertLines(MAX, c.input, c.lines.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 16, 63, 64, 65})
    void linesOfAllLengthsAroundTheLimit(int max) {
        for (var end : List.of("\n", "\r\n", "\u00FF\u00F1\n", "\r\u00FF\u00F1\n")) {
            for (var first : List.of("x", "\t", "\u00FC")) {
                assertLines(max, line(first, max - 1) + end + "\n", line(first, max - 1), "");
                assertLines(max, line(first, max) + end + "\n", line(first, max), "");
                assertLines(max, line(first, max + 1) + end + "\n", TOO_LONG, "");
                assertLines(max, line(first, max + 2) + end + "\n", TOO_LONG, "");
            }
        }
    }

    private static String line(String first, int length) {
        return length == 0 ? "" : first + "x".repeat(length - 1);
    }

    @Test
    void theCrBeforeLfDoesNotCountAndAnyOtherDoes() {
        assertLines(4, "1234\r\n", "1234");
        assertLines(4, "1234\r\r\n", TOO_LONG);
        assertLines(4, "1234\r5\nok\n", TOO_LONG, "ok");
        assertLines(4, "1234\r", TOO_LONG);
        assertLines(4, "123\r", "123\r");
    }

    @Test
    void telnetCommandsDoNotCount() {
        assertLines(4, "12\u00FF\u00FB\u0001\u00FF\u00FAxyz\u00FF\u00F034\n", "1234");
        assertLines(4, "\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\n", "\u00FF\u00FF\u00FF\u00FF");
        assertLines(4, "\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FFx\n", TOO_LONG);
    }

    @Test
    void aLineThatIsTooLongIsReportedOnceAndSkippedWithItsTelnetCommands() {
        assertLines(4, "12345678\nok\n", TOO_LONG, "ok");
        assertLines(4, "12345\u00FF\u00FAa\nb\nc\u00FF\u00F067\nok\n", TOO_LONG, "ok");
        assertLines(4, "12345\u00FF\nok\n", TOO_LONG, "ok");
        assertLines(4, "12345\n12345\n", TOO_LONG, TOO_LONG);
        assertLines(4, "1234567", TOO_LONG);
    }

    @Test
    void itIsReportedAsSoonAsItIsKnown() {
        var framer = new LineFramer(4);
        assertThat(framer.next(Framing.direct("1234"))).isEqualTo(LineFramer.Event.NEED_MORE);
        assertThat(framer.next(Framing.direct("5"))).isEqualTo(LineFramer.Event.LINE_TOO_LONG);
    }

    @Test
    void theRestOfALongLineIsKeptNowhere() {
        var framer = new LineFramer(MAX);
        var piece = Framing.direct("x".repeat(64 << 10));
        int reported = 0;
        for (int i = 0; i < 256; i++) {
            piece.rewind();
            while (framer.next(piece) == LineFramer.Event.LINE_TOO_LONG) {
                reported++;
            }
            assertThat(framer.array()).isEmpty();
        }
        assertThat(reported).isEqualTo(1);
        assertThat(framer.next(Framing.direct("\nok\n"))).isEqualTo(LineFramer.Event.LINE);
    }

    @Test
    void aWholeLineIsHandedOutWhereItLies() {
        var framer = new LineFramer(MAX);
        var in = Framing.direct("ab\ncaf\u00C3\u00A9\r\n\u00FF\u00F1d\n");
        assertThat(framer.next(in)).isEqualTo(LineFramer.Event.LINE);
        assertThat(framer.inPlace()).isTrue();
        assertThat(framer.plain()).isTrue();
        assertThat(List.of(framer.offset(), framer.length(), in.position())).containsExactly(0, 2, 3);
        assertThat(framer.next(in)).isEqualTo(LineFramer.Event.LINE);
        assertThat(framer.inPlace()).isTrue();
        assertThat(framer.plain()).isFalse();
        assertThat(List.of(framer.offset(), framer.length(), in.position())).containsExactly(3, 5, 10);
        assertThat(framer.next(in)).isEqualTo(LineFramer.Event.LINE);
        assertThat(framer.inPlace()).isFalse();
        assertThat(framer.plain()).isTrue();
    }

    @Test
    void anEmptyLineIsHandedOutWhereItLies() {
        var framer = new LineFramer(MAX);
        assertThat(framer.next(Framing.direct("\n"))).isEqualTo(LineFramer.Event.LINE);
        assertThat(framer.inPlace()).isTrue();
    }

    /** Up to the longest line and its CR: few copies of a line that comes slowly, little memory for a short one. */
    @ParameterizedTest
    @CsvSource({"1024, 1, 64", "1024, 64, 64", "1024, 65, 128", "1024, 129, 256", "100, 65, 101"})
    void theArrayOfAHalfLineDoubles(int max, int length, int arrayBytes) {
        var framer = new LineFramer(max);
        for (int i = 0; i < length; i++) {
            assertThat(framer.next(Framing.heap("x"))).isEqualTo(LineFramer.Event.NEED_MORE);
        }
        assertThat(framer.next(Framing.heap("\n"))).isEqualTo(LineFramer.Event.LINE);
        assertThat(framer.array()).hasSize(arrayBytes);
    }

    @Test
    void nothingIsOwnedBetweenLines() {
        var framer = new LineFramer(MAX);
        assertThat(framer.next(Framing.direct("ha"))).isEqualTo(LineFramer.Event.NEED_MORE);
        var rest = Framing.direct("lf\n");
        assertThat(framer.next(rest)).isEqualTo(LineFramer.Event.LINE);
        assertThat(framer.array()).isNotEmpty();
        assertThat(framer.next(rest)).isEqualTo(LineFramer.Event.NEED_MORE);
        assertThat(framer.array()).isEmpty();
    }

    @Test
    void wholeLinesAllocateNothing() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var framer = new LineFramer(MAX);
        var in = Framing.direct(
                String.join("", Collections.nCopies(500, "hello\r\n\u00C3\u00A9\n" + "x".repeat(100) + "\n")));
        long before = 0;
        int lines = 0;
        for (int round = 0; round < 60; round++) {
            if (round == 20) { // the first rounds are compiled
                before = threads.getCurrentThreadAllocatedBytes();
                lines = 0;
            }
            in.rewind();
            while (framer.next(in) == LineFramer.Event.LINE) {
                lines++;
            }
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(lines).isEqualTo(40 * 1500);
        assertThat(allocated).isLessThan(lines); // far less than the smallest object per line
    }
}
