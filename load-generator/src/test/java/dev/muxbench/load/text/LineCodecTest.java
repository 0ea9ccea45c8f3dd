package dev.muxbench.load.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineCodecTest {
    @TempDir
    private Path folder;

    private static String text(LineCodec codec, int sender, int number) {
        var text = new byte[codec.bytes(sender, number)];
        codec.encode(text, 0, 0x123456789ABCDEFL, sender, number);
        return new String(text, StandardCharsets.US_ASCII);
    }

    /** Byte for byte: generators on many machines read each other's lines. */
    @Test
    void aText() throws IOException {
        assertThat(text(new LineCodec(48, new Texts.Even()), 0xBEE, 3))
                .isEqualTo("M0123456789abcdef 0bee 00000003 b8bf87b4jqxelszg");
        assertThat(text(new LineCodec(60, new Texts.Even()), 0xBEEF, 0x7FEDCBA9))
                .isEqualTo("M0123456789abcdef beef 7fedcba9 24b2d426gnubipwdkryfmtahovcj");
        var corpus = Corpus.read(Files.writeString(folder.resolve("corpus"), "hi you"), 1024);
        assertThat(text(new LineCodec(1024, new Texts.Real(corpus)), 0xBEEF, 0x7FEDCBA9))
                .isEqualTo("M0123456789abcdef beef 7fedcba9 528bc977hi you");
    }

    @Test
    void itsBeginningIsKnownFromTheNinthByteOn() {
        var text = new byte[7 + 64];
        new LineCodec(64, new Texts.Even()).encode(text, 7, 1, 2, 3);
        for (int end = 7; end <= text.length; end++) {
            assertThat(LineCodec.beginsIn(text, 0, end)).as("cut at %d", end).isEqualTo(end >= 7 + 9);
        }
    }

    /** With two wrong bytes, wherever they are, and not with three. */
    @Test
    void aHeaderIsKnownByItsShape() {
        var text = text(new LineCodec(48, new Texts.Even()), 2, 3).getBytes(StandardCharsets.US_ASCII);
        for (int i = 1; i < LineCodec.HEADER_BYTES; i++) {
            for (int j = 0; j < i; j++) {
                var header = Arrays.copyOf(text, LineCodec.HEADER_BYTES);
                header[i] = '~';
                header[j] = '~';
                assertThat(LineCodec.beginsIn(header, 0, header.length))
                        .as("%d and %d", i, j)
                        .isTrue();
                header[0] = '~';
                header[1] = '~';
                assertThat(LineCodec.beginsIn(header, 0, header.length)).isEqualTo(i == 1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {48, 49, 64, 65, 100, 1024})
    void whatIsWrittenIsReadAndEveryWrongByteIsNoticed(int size) {
        var codec = new LineCodec(size, new Texts.Even());
        var text = new byte[size + 16];
        codec.encode(text, 7, 0x123456789ABCDEFL, 0xBEEF, 0x7FEDCBA9);
        assertThat(codec.isIntact(text, 7, size)).isTrue();
        assertThat(codec.dueNanos(text, 7)).isEqualTo(0x123456789ABCDEFL);
        assertThat(codec.sender(text, 7)).isEqualTo(0xBEEF);
        assertThat(codec.number(text, 7)).isEqualTo(0x7FEDCBA9);
        assertThat(text[7 + size]).as("what comes behind it").isZero();
        for (int i = 0; i < size; i++) {
            for (int bit = 0; bit < 8; bit++) {
                text[7 + i] ^= (byte) (1 << bit);
                assertThat(codec.isIntact(text, 7, size))
                        .as("byte %d, bit %d", i, bit)
                        .isFalse();
                text[7 + i] ^= (byte) (1 << bit);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 30})
    void aRealLineIsReadAndEveryWrongByteIsNoticed(int bytes) throws IOException {
        var corpus = Corpus.read(Files.writeString(folder.resolve("corpus"), "y".repeat(bytes)), 1024);
        var codec = new LineCodec(1024, new Texts.Real(corpus));
        int size = LineCodec.HEADER_BYTES + bytes;
        var text = new byte[size + 16];
        assertThat(codec.encode(text, 7, 1, 2, 3)).isEqualTo(7 + size);
        assertThat(new String(text, 7 + LineCodec.HEADER_BYTES, bytes, StandardCharsets.US_ASCII))
                .isEqualTo("y".repeat(bytes));
        text[7 + size] = 'x'; // what comes behind it
        assertThat(codec.isIntact(text, 7, size)).isTrue();
        for (int i = 0; i < size; i++) {
            text[7 + i] ^= 1;
            assertThat(codec.isIntact(text, 7, size)).as("byte %d", i).isFalse();
            text[7 + i] ^= 1;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {48, 49, 56, 64, 100})
    void anotherLengthIsNoticed(int size) {
        var text = new byte[size + 32];
        new LineCodec(size, new Texts.Even()).encode(text, 7, 1, 2, 3);
        for (int wrong = 0; wrong < size + 16; wrong++) {
            assertThat(new LineCodec(100, new Texts.Between(48, 1)).isIntact(text, 7, wrong))
                    .as("%d bytes", wrong)
                    .isEqualTo(wrong == size);
        }
    }

    @Test
    void lengthsAreSpreadEvenlyAndFollowFromTheSeed() {
        var codec = new LineCodec(57, new Texts.Between(48, 1));
        var again = new LineCodec(57, new Texts.Between(48, 1));
        var another = new LineCodec(57, new Texts.Between(48, 2));
        var counts = new int[10];
        int same = 0;
        for (int sender = 0; sender < 10; sender++) {
            for (int number = 0; number < 1000; number++) {
                int bytes = codec.bytes(sender, number);
                counts[bytes - 48]++;
                assertThat(again.bytes(sender, number)).isEqualTo(bytes);
                same += another.bytes(sender, number) == bytes ? 1 : 0;
            }
        }
        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(850, 1150));
        assertThat(same).isBetween(850, 1150);
    }

    /** Of a corpus of three lines. */
    @Test
    void eachSenderReadsACorpusInOrder() throws IOException {
        var corpus = Corpus.read(Files.writeString(folder.resolve("corpus"), "a\nbb\nccc\n"), 1024);
        var codec = new LineCodec(1024, new Texts.Real(corpus));
        int first = codec.bytes(5, 0) - LineCodec.HEADER_BYTES;
        for (int number = 0; number < 7; number++) {
            assertThat(codec.bytes(5, number)).isEqualTo(LineCodec.HEADER_BYTES + 1 + (first - 1 + number) % 3);
        }
        assertThat(codec.bytes(65_535, Integer.MAX_VALUE)).isBetween(41, 43);
        assertThat(codec.bytes(0, 0)).isEqualTo(41);
        assertThat(codec.bytes(1, 0)).isEqualTo(43); // the 7919th line, modulo 3
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 16, 31})
    void aLineFeedIsFoundWhereverItIs(int at) {
        var bytes = new byte[33];
        Arrays.fill(bytes, (byte) 0x8A);
        bytes[at] = '\n';
        assertThat(Lines.indexOfLineFeed(bytes, 0, 33)).isEqualTo(at);
        assertThat(Lines.indexOfLineFeed(bytes, at + 1, 33)).isEqualTo(-1);
        assertThat(Lines.indexOfLineFeed(bytes, 0, at)).isEqualTo(-1);
    }
}
