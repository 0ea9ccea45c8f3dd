package dev.muxbench.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SanitizerTest {
    /** Sanitizes from the middle of an array into the middle of one that is just large enough. */
    static String sanitized(byte[] line) {
        var in = new byte[line.length + 5];
        in[2] = (byte) 0xE2;
        System.arraycopy(line, 0, in, 3, line.length);
        in[line.length + 3] = (byte) 0x80;
        var out = new byte[4 + Sanitizer.GROWTH * line.length];
        int length = Sanitizer.sanitize(in, 3, line.length, out, 4);
        assertThat(out).startsWith(0, 0, 0, 0);
        var text = new String(out, 4, length, StandardCharsets.UTF_8);
        assertThat(text.getBytes(StandardCharsets.UTF_8))
                .as("UTF-8, whose broken parts would be read as U+FFFD, too")
                .isEqualTo(Arrays.copyOfRange(out, 4, 4 + length));
        return text;
    }

    private static String sanitized(String line) {
        return sanitized(line.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "\ttab and space ~",
                "a longer line, of more than one step of eight",
                "caffè ☕ 😀 привет 你好",
                "\u00A0\u07FF\u0800\uD7FF\uE000\uFFFD\uFEFF\uFFFF",
                "\uD800\uDC00\uDBFF\uDFFF",
                "\u2027\u202F\u2029x\u2065\u206A\u200B\u200F"
            })
    void textPasses(String line) {
        assertThat(sanitized(line)).isEqualTo(line.replace('\u2029', '?'));
    }

    @Test
    void textBehindTheLineIsNotOfIt() {
        var text = Framing.bytes("abcdefghijklmnopq");
        for (int length = 0; length < text.length; length++) {
            assertThat(Sanitizer.sanitize(text, 0, length, new byte[64], 0)).isEqualTo(length);
        }
    }

    @Test
    void everyControlBecomesAQuestionMark() {
        for (int c = 0; c < 0xA0; c++) {
            boolean passes = c == '\t' || (c >= 0x20 && c < 0x7F);
            assertThat(sanitized("before " + (char) c + " after"))
                    .as("U+%04X", c)
                    .isEqualTo("before " + (passes ? (char) c : '?') + " after");
        }
    }

    @Test
    void whatTurnsOrBreaksLinesBecomesAQuestionMarkAndItsNeighboursDoNot() {
        for (char c = 0x2000; c <= 0x2070; c++) {
            boolean harmful = (c >= 0x2028 && c <= 0x202E && c != 0x202F) || (c >= 0x2066 && c <= 0x2069);
            assertThat(sanitized("a" + c + "b")).as("U+%04X", (int) c).isEqualTo("a" + (harmful ? '?' : c) + "b");
        }
    }

    @Test
    void noTerminalEscapePasses() {
        assertThat(sanitized("\u001B[2J\u009B31m\u001B]0;title\u0007")).isEqualTo("?[2J?31m?]0;title?");
    }

    /** The examples of The Unicode Standard, tables 3-8 to 3-11, and the borders of table 3-7. */
    @ParameterizedTest
    @CsvSource({
        "C0 AF E0 80 BF F0 81 82 41, ��������A",
        "ED A0 80 ED BF BF ED AF 41, ��������A",
        "F4 91 92 93 FF 41 80 BF 42, �����A��B",
        "E1 80 E2 F0 91 92 F1 BF 41, ����A",
        "C2 41, �A",
        "C2, �",
        "E0 A0, �",
        "F0 90 80, �",
        "F0 90 80 41, �A",
        "E2 80 C2 A9, �©",
        "F4 8F BF, �",
        "F4 90, ��",
        "E0 9F 80, ���",
        "F0 8F 80 80, ����",
        "F5 80 80 80, ����",
        "C1 BF, ��",
        "FF, �",
        "80, �",
        "E2 80 AE E2 80, ?�",
        "C2 85 C2, ?�"
    })
    void eachMaximalBrokenPartBecomesOneReplacement(String hex, String shown) {
        var line = HexFormat.ofDelimiter(" ").parseHex(hex);
        assertThat(sanitized(line)).isEqualTo(shown);
    }

    @Test
    void theWorstLineFits() {
        var worst = new byte[1024];
        Arrays.fill(worst, (byte) 0xFF);
        assertThat(sanitized(worst)).isEqualTo("\uFFFD".repeat(1024));
    }

    @ParameterizedTest
    @CsvSource({
        "61 62, true",
        "C3 A9, true",
        "F4 8F BF BF, true",
        "C3, false",
        "A9, false",
        "ED A0 80, false",
        "61 FF, false"
    })
    void isWellFormed(String hex, boolean wellFormed) {
        var bytes = HexFormat.ofDelimiter(" ").parseHex("80 " + hex + " 80");
        assertThat(Sanitizer.isWellFormed(bytes, 1, bytes.length - 2)).isEqualTo(wellFormed);
    }
}
