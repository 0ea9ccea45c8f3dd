package dev.muxbench.core.protocol;

import static dev.muxbench.core.protocol.Framing.PROXY_HEADER;
import static dev.muxbench.core.protocol.Framing.TIMING_MARK;
import static dev.muxbench.core.protocol.Framing.TOO_LONG;
import static dev.muxbench.core.protocol.Framing.assertLines;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The first bytes of a connection, as its framer sees them. */
class OpeningTest {
    private static final int MAX = 1024;
    private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";

    @Test
    void aConnectionThatBeginsWithAProxyHeaderHasNoLines() {
        assertLines(MAX, SIGNATURE, PROXY_HEADER);
        assertLines(MAX, SIGNATURE + "!\u0011\0\u000Cabcdefghijkl\nhello\n" + SIGNATURE, PROXY_HEADER);
    }

    @Test
    void whatIsNoHeaderIsText() {
        assertLines(MAX, "\r\nhello\n", "", "hello");
        assertLines(MAX, "\r\n\r\nhello\n", "", "", "hello");
        assertLines(MAX, "\r\n\r\n\r\n", "", "", "");
        assertLines(MAX, "\r\r\n", "\r");
        assertLines(MAX, "\r\0\r\n", "\r\0"); // a CR alone, by RFC 854
        assertLines(MAX, "\r\n\u00FF\u00FD\u0006\r\n", "", TIMING_MARK, "");
        assertLines(MAX, "\r\n\r\n\0\r\nQUIT\r\n", "", "", "\0", "QUIT");
        assertLines(MAX, "\n" + SIGNATURE, "", "", "", "\0", "QUIT");
        assertLines(MAX, "PROXY UNKNOWN\r\na\n", "PROXY UNKNOWN", "a"); // version 1
        assertLines(3, "\r\n\r\n\0\r\nQUITE", "", "", "\0", TOO_LONG);
    }

    /** Its lines are those of the same bytes elsewhere: behind a telnet command that is left out. */
    @Test
    void noBeginningOfAHeaderIsLostWhateverComesBehindIt() {
        for (int length = 0; length < SIGNATURE.length(); length++) {
            for (var next : List.of("", "x", "\r", "\r\n", "\u00FF", "T\n")) {
                var input = SIGNATURE.substring(0, length) + next;
                if (!input.equals(SIGNATURE)) {
                    assertLines(
                            MAX,
                            input,
                            Framing.inPieces(MAX, "\u00FF\u00F1" + input).toArray(String[]::new));
                }
            }
        }
    }

    @Test
    void itIsKeptBackOnlyAsLongAsItMayBecomeOne() {
        var framer = new LineFramer(MAX);
        assertThat(framer.next(Framing.direct("\r\n\r\n"))).isEqualTo(LineFramer.Event.NEED_MORE);
        var rest = Framing.direct("h");
        assertThat(framer.next(rest)).isEqualTo(LineFramer.Event.LINE);
        assertThat(framer.next(rest)).isEqualTo(LineFramer.Event.LINE);
        assertThat(framer.next(rest)).isEqualTo(LineFramer.Event.NEED_MORE);
        assertThat(rest.hasRemaining()).isFalse();
        assertThat(new LineFramer(MAX).next(Framing.direct("\n"))).isEqualTo(LineFramer.Event.LINE);
    }
}
