package dev.muxbench.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Generates the benchmarks' input, the same in every run. Threads: any. */
final class Texts {
    private static final String[] LETTERS = {"ä", "é", "ж", "€", "語", "안", "🙂"};
    private static final int LETTERS_IN_100 = 25;

    private Texts() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns the text of a line.
     *
     * @param kind  {@code ascii}; {@code utf8}, a quarter of the characters not ASCII; or {@code broken}, like
     *              {@code utf8} with ill-formed sequences and control characters
     * @param bytes length of the text in bytes
     */
    static byte[] line(String kind, int bytes, Random random) {
        var line = new ByteArrayOutputStream();
        while (line.size() < bytes) {
            var letter = bytes(LETTERS[random.nextInt(LETTERS.length)]);
            if (!kind.equals("ascii") && random.nextInt(100) < LETTERS_IN_100 && line.size() + letter.length <= bytes) {
                boolean cut = kind.equals("broken") && random.nextBoolean();
                line.write(letter, 0, cut ? 1 : letter.length);
            } else if (kind.equals("broken") && random.nextInt(100) == 0) {
                line.write(7); // BEL
            } else {
                line.write('a' + random.nextInt(26));
            }
        }
        return line.toByteArray();
    }

    static byte[][] lines(String kind, int bytes, int count) {
        var random = new Random(bytes);
        var lines = new byte[count][];
        for (int i = 0; i < count; i++) {
            lines[i] = line(kind, bytes, random);
        }
        return lines;
    }

    /** Returns the lines one after the other, each with LF. */
    static byte[] stream(byte[]... lines) {
        var stream = new ByteArrayOutputStream();
        for (var line : lines) {
            stream.writeBytes(line);
            stream.write('\n');
        }
        return stream.toByteArray();
    }

    /** Returns the lines one after the other, each with prefix and LF, as other clients see them. */
    static byte[] batch(byte[] prefix, byte[]... lines) {
        var batch = new ByteArrayOutputStream();
        for (var line : lines) {
            batch.writeBytes(prefix);
            batch.writeBytes(line);
            batch.write('\n');
        }
        return batch.toByteArray();
    }
}
