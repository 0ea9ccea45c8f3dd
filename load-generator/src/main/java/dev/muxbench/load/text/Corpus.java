package dev.muxbench.load.text;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Lines of real text, in memory. Left out are lines that a server may change, or that are no lines to it: empty ones, and those
 * that are not UTF-8, that have control characters other than TAB or steer the direction of text, or that are too long.
 *
 * <p>Threads: any.
 */
public final class Corpus {
    /** No more than that is kept. */
    static final int MOST_BYTES = 16 << 20;

    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    private final LeftOut leftOut;
    private final boolean complete;
    private final byte[] text;
    private final int[] ends; // of the lines in it

    /**
     * Lines that were not taken.
     *
     * @param empty     without a byte
     * @param malformed not UTF-8
     * @param control   with characters that a server may change
     * @param tooLong   longer than was allowed
     */
    public record LeftOut(long empty, long malformed, long control, long tooLong) {}

    private Corpus(Reader reader, boolean complete) {
        this.leftOut = new LeftOut(reader.empty, reader.malformed, reader.control, reader.tooLong);
        this.complete = complete;
        this.text = reader.kept.toByteArray();
        this.ends = Arrays.copyOf(reader.ends, reader.lines);
    }

    /** @param mostTextBytes how long a line may be with the header before it */
    public static Corpus read(Path file, int mostTextBytes) throws IOException {
        var reader = new Reader(mostTextBytes - LineCodec.HEADER_BYTES);
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            return new Corpus(reader, reader.readAll(in));
        }
    }

    private static final class Reader {
        final int mostBytes;
        final byte[] line; // what has come of the current one
        int lineBytes; // likewise; more than fit if it is too long
        final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        int[] ends = new int[1024];
        int lines;
        long empty;
        long malformed;
        long control;
        long tooLong;

        Reader(int mostBytes) {
            this.mostBytes = mostBytes;
            this.line = new byte[mostBytes + 1]; // a CR that belongs to the line's end
        }

        /** Returns whether all of it was read. */
        boolean readAll(BufferedInputStream in) throws IOException {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next != '\n') {
                    put((byte) next);
                } else if (!endLine()) {
                    return false;
                }
            }
            return lineBytes == 0 || endLine();
        }

        private void put(byte next) {
            if (lineBytes < line.length) {
                line[lineBytes] = next;
            }
            lineBytes = Math.min(lineBytes + 1, line.length + 1);
        }

        /** Returns false if there is no room for it. */
        private boolean endLine() {
            int bytes = lineBytes > 0 && lineBytes <= line.length && line[lineBytes - 1] == '\r'
                    ? lineBytes - 1
                    : lineBytes;
            lineBytes = 0;
            if (bytes == 0) {
                empty++;
            } else if (bytes > mostBytes) {
                tooLong++;
            } else if (isFit(bytes)) {
                return keep(bytes);
            }
            return true;
        }

        private boolean isFit(int bytes) {
            try {
                var decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, bytes));
                boolean clean = decoded.codePoints().noneMatch(Corpus::mayBeChanged);
                control += clean ? 0 : 1;
                return clean;
            } catch (CharacterCodingException e) {
                malformed++;
                return false;
            }
        }

        private boolean keep(int bytes) {
            if (kept.size() + bytes > MOST_BYTES) {
                return false;
            }
            kept.write(line, 0, bytes);
            if (lines == ends.length) {
                ends = Arrays.copyOf(ends, 2 * lines);
            }
            ends[lines++] = kept.size();
            return true;
        }
    }

    private static boolean mayBeChanged(int character) {
        return (Character.isISOControl(character) && character != '\t')
                || (character >= LINE_SEPARATOR && character <= PARAGRAPH_SEPARATOR)
                || (character >= 0x202A && character <= 0x202E) // embeddings and overrides
                || (character >= 0x2066 && character <= 0x2069); // isolates
    }

    public int lines() {
        return ends.length;
    }

    public LeftOut leftOut() {
        return leftOut;
    }

    /** Returns whether the file was read to its end, and not only until there was no room for more. */
    public boolean isComplete() {
        return complete;
    }

    /** Returns the bytes of the longest line with the header before it. */
    public int longestTextBytes() {
        int longest = 0;
        for (int line = 0; line < ends.length; line++) {
            longest = Math.max(longest, bytes(line));
        }
        return LineCodec.HEADER_BYTES + longest;
    }

    /** Returns the bytes of a line without the header. */
    int bytes(int line) {
        return ends[line] - begin(line);
    }

    /** Copies the line to {@code at}. */
    void copy(int line, byte[] out, int at) {
        System.arraycopy(text, begin(line), out, at, bytes(line));
    }

    private int begin(int line) {
        return line == 0 ? 0 : ends[line - 1];
    }
}
