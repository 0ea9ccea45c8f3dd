package dev.muxbench.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Against the JDK's decoder, which replaces maximal subparts too, but for encoded surrogates. */
class SanitizerPropertyTest {
    @Property(tries = 10_000)
    void replacesWhatTheDecoderReplacesAndHidesWhatIsHarmful(@ForAll("line") byte[] line) {
        var shown = new StringBuilder();
        new String(withoutSurrogates(line), StandardCharsets.UTF_8)
                .codePoints()
                .map(c -> isHarmful(c) ? '?' : c)
                .forEach(shown::appendCodePoint);
        assertThat(SanitizerTest.sanitized(line)).isEqualTo(shown.toString());
    }

    @Property(tries = 5000)
    void isWellFormedIfTheDecoderDoesNotComplain(@ForAll("line") byte[] line) {
        assertThat(Sanitizer.isWellFormed(line, 0, line.length)).isEqualTo(decodes(line));
    }

    /**
     * The JDK takes ED A0 80 for one broken part. By table 3-7 ED may not be followed by A0, so that each byte is one.
     * FF is always one by itself.
     */
    private static byte[] withoutSurrogates(byte[] line) {
        var changed = line.clone();
        for (int i = 0; i + 1 < line.length; i++) {
            if (line[i] == (byte) 0xED && (line[i + 1] & 0xFF) >= 0xA0 && (line[i + 1] & 0xFF) <= 0xBF) {
                changed[i] = (byte) 0xFF;
            }
        }
        return changed;
    }

    private static boolean isHarmful(int codePoint) {
        return (Character.isISOControl(codePoint) && codePoint != '\t')
                || List.of(0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E)
                        .contains(codePoint)
                || List.of(0x2066, 0x2067, 0x2068, 0x2069).contains(codePoint);
    }

    private static boolean decodes(byte[] line) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Well-formed characters, their beginnings, and any bytes. */
    @Provide
    Arbitrary<byte[]> line() {
        Arbitrary<byte[]> ascii = Arbitraries.strings()
                .withCharRange('\0', '\u007F')
                .ofMaxLength(20)
                .map(Framing::bytes);
        Arbitrary<byte[]> character = Arbitraries.frequencyOf(
                        Tuple.of(2, Arbitraries.integers().between(0x2020, 0x2070)),
                        Tuple.of(1, Arbitraries.integers().between(0x80, 0xA0)),
                        Tuple.of(2, Arbitraries.integers().between(0xA0, 0xD7FF)),
                        Tuple.of(1, Arbitraries.integers().between(0xE000, 0x10FFFF)))
                .map(c -> Character.toString(c).getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> beginning = character.map(c -> Arrays.copyOf(c, c.length - 1));
        Arbitrary<byte[]> edges = Arbitraries.of(
                        0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4,
                        0xF5, 0xFF)
                .map(b -> new byte[] {b.byteValue()});
        return Arbitraries.frequencyOf(
                        Tuple.of(2, ascii), Tuple.of(3, character), Tuple.of(2, beginning), Tuple.of(3, edges))
                .list()
                .ofMaxSize(20)
                .map(SanitizerPropertyTest::joined);
    }

    private static byte[] joined(List<byte[]> parts) {
        var all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
