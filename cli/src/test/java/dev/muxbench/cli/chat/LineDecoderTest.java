package dev.muxbench.cli.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineDecoderTest {
    private static final int LIMIT = 16;

    private static List<String> decode(int limit, byte[]... parts) {
        var lines = new ArrayList<String>();
        var decoder = new LineDecoder(limit, lines::add);
        for (var part : parts) {
            decoder.decode(part, part.length);
        }
        decoder.finish();
        return lines;
    }

    private static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void linesAreTheSameHoweverTheyAreSplit() {
        var all = "é\r\n\n日本\n😀x\rlast".getBytes(UTF_8);
        for (int first = 0; first <= all.length; first++) {
            for (int second = first; second <= all.length; second++) {
                assertThat(decode(
                                LIMIT,
                                Arrays.copyOfRange(all, 0, first),
                                Arrays.copyOfRange(all, first, second),
                                Arrays.copyOfRange(all, second, all.length)))
                        .containsExactly("é", "", "日本", "😀x\rlast");
            }
        }
    }

    @Test
    void brokenUtf8IsShownAsSuch() {
        assertThat(decode(LIMIT, bytes('a', 0xFF, 'b', 0xC3, '\n', 0xE2, 0x82, 'c', '\n')))
                .containsExactly("a\uFFFDb\uFFFD", "\uFFFDc");
    }

    @Test
    void aLineMayBeAsLongAsTheLimit() {
        assertThat(decode(LIMIT, "1234567890123456\n".getBytes(UTF_8))).containsExactly("1234567890123456");
    }

    @Test
    void whatIsBeyondTheLimitIsDropped() {
        assertThat(decode(LIMIT, "12345678901234567\nnext\n".getBytes(UTF_8)))
                .containsExactly("1234567890123456" + LineDecoder.CUT, "next");
    }

    @Test
    void theCutPartsNoCodePoint() {
        for (int before = LIMIT - 4; before <= LIMIT; before++) {
            var text = "x".repeat(before);
            var shown = before == LIMIT - 4 ? text + "😀" : text;
            assertThat(decode(LIMIT, (text + "😀tail\n").getBytes(UTF_8))).containsExactly(shown + LineDecoder.CUT);
        }
    }
}
