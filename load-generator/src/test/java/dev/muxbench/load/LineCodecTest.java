package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineCodecTest {
    @ParameterizedTest
    @ValueSource(ints = {48, 49, 64, 65, 100, 1024})
    void whatIsWrittenIsReadAndEveryWrongByteIsNoticed(int size) {
        var codec = new LineCodec(size);
        var text = new byte[size + 16];
        codec.encode(text, 7, 0x123456789ABCDEFL, 0xBEEF, 0x7FEDCBA9);
        assertThat(codec.isIntact(text, 7)).isTrue();
        assertThat(codec.dueNanos(text, 7)).isEqualTo(0x123456789ABCDEFL);
        assertThat(codec.sender(text, 7)).isEqualTo(0xBEEF);
        assertThat(codec.number(text, 7)).isEqualTo(0x7FEDCBA9);
        for (int i = 0; i < size; i++) {
            for (int bit = 0; bit < 8; bit++) {
                text[7 + i] ^= (byte) (1 << bit);
                assertThat(codec.isIntact(text, 7))
                        .as("byte %d, bit %d", i, bit)
                        .isFalse();
                text[7 + i] ^= (byte) (1 << bit);
            }
        }
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
