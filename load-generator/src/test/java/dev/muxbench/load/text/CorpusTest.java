package dev.muxbench.load.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.text.Corpus.LeftOut;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
    private static final int MOST = LineCodec.HEADER_BYTES + 10;

    @TempDir
    private Path folder;

    private Corpus read(byte[] bytes) throws IOException {
        return read(bytes, MOST);
    }

    private Corpus read(byte[] bytes, int mostTextBytes) throws IOException {
        return Corpus.read(Files.write(folder.resolve("corpus"), bytes), mostTextBytes);
    }

    private Corpus read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> lines(Corpus corpus) {
        var lines = new ArrayList<String>();
        for (int line = 0; line < corpus.lines(); line++) {
            var bytes = new byte[1 + corpus.bytes(line)];
            corpus.copy(line, bytes, 1);
            lines.add(new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8));
        }
        return lines;
    }

    @Test
    void linesAreTakenAsTheyAre() throws IOException {
        var corpus = read("one\r\n tw\to \nKä 日本\nlast");
        assertThat(lines(corpus)).containsExactly("one", " tw\to ", "Kä 日本", "last");
        assertThat(corpus.leftOut()).isEqualTo(new LeftOut(0, 0, 0, 0));
        assertThat(corpus.longestTextBytes()).isEqualTo(LineCodec.HEADER_BYTES + 10);
        assertThat(corpus.isComplete()).isTrue();
    }

    @Test
    void whatAServerMayChangeIsLeftOutAndCounted() throws IOException {
        var corpus = read("a\n\n\r\nb\u0007\nc\rd\n\u0085\n\u202ex\n\u2028\n\u2066\nab\u007f\ne\n");
        assertThat(lines(corpus)).containsExactly("a", "e");
        assertThat(corpus.leftOut()).isEqualTo(new LeftOut(2, 0, 7, 0));
    }

    @Test
    void whatIsNotUtf8IsLeftOut() throws IOException {
        var corpus = read(new byte[] {'a', '\n', (byte) 0xC3, '\n', (byte) 0xFF, 'x', '\n', 'b'});
        assertThat(lines(corpus)).containsExactly("a", "b");
        assertThat(corpus.leftOut()).isEqualTo(new LeftOut(0, 2, 0, 0));
    }

    @Test
    void whatIsTooLongIsLeftOut() throws IOException {
        var corpus = read("0123456789\n0123456789\r\n0123456789x\n" + "y".repeat(100_000) + "\nz\n0123456789xy");
        assertThat(lines(corpus)).containsExactly("0123456789", "0123456789", "z");
        assertThat(corpus.leftOut()).isEqualTo(new LeftOut(0, 0, 0, 3));
    }

    @Test
    void anEmptyFileHasNoLines() throws IOException {
        assertThat(read("").lines()).isZero();
        assertThat(read("\n").lines()).isZero();
    }

    @Test
    void noMoreIsKeptThanThereIsRoomFor() throws IOException {
        int bytes = 1000;
        var text = ("x".repeat(bytes) + "\n").repeat(Corpus.MOST_BYTES / bytes + 5);
        var corpus = read(text.getBytes(StandardCharsets.UTF_8), LineCodec.HEADER_BYTES + bytes);
        assertThat(corpus.lines()).isEqualTo(Corpus.MOST_BYTES / bytes);
        assertThat(corpus.isComplete()).isFalse();
    }
}
