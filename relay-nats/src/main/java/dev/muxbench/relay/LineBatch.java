package dev.muxbench.relay;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message of the stream: lines that clients of one server have said in one room. A batch without lines only says up
 * to where its server's batches are acknowledged.
 *
 * <p>As bytes, big endian: version (1), 3 bytes of 0, incarnation (8), number (8), acknowledgedBelow (8), linesBefore (8), count (4), then
 * the lines.
 *
 * @param incarnation       incarnation of the server, drawn when it started
 * @param number            number of the batch within its server, from 1; 0 for a batch without lines
 * @param acknowledgedBelow all batches with smaller numbers were in the stream when this one was sent
 * @param linesBefore       number of the server's lines in all batches before
 * @param count             number of lines
 * @param lines             each with its LF
 */
record LineBatch(long incarnation, long number, long acknowledgedBelow, long linesBefore, int count, byte[] lines) {
    static final int HEADER_BYTES = 4 + 4 * Long.BYTES + Integer.BYTES;
    private static final int VERSION = 1 << 24;

    boolean hasLines() {
        return count > 0;
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(HEADER_BYTES + lines.length)
                .putInt(VERSION)
                .putLong(incarnation)
                .putLong(number)
                .putLong(acknowledgedBelow)
                .putLong(linesBefore)
                .putInt(count)
                .put(lines)
                .array();
    }

    /** Returns the incarnation in a batch's header; 0 if the bytes are too few for one. */
    static long incarnation(byte[] bytes) {
        return bytes.length < HEADER_BYTES ? 0 : ByteBuffer.wrap(bytes).getLong(Integer.BYTES);
    }

    /** Parses a batch; null if the bytes are none. */
    static @Nullable LineBatch parse(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER_BYTES || in.getInt() != VERSION) {
            return null;
        }
        var batch = new LineBatch(
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getInt(),
                Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length));
        return batch.isSound() ? batch : null;
    }

    private boolean isSound() {
        boolean numbered = number >= 1 && acknowledgedBelow <= number;
        return acknowledgedBelow >= 1
                && linesBefore >= 0
                && count >= 0
                && (hasLines() ? numbered : number == 0)
                && count == lines(lines)
                && (lines.length == 0 || lines[lines.length - 1] == '\n');
    }

    /** Returns the number of lines. */
    static int lines(byte[] bytes) {
        return lines(bytes, 0, bytes.length);
    }

    static int lines(byte[] bytes, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += bytes[i] == '\n' ? 1 : 0;
        }
        return count;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LineBatch that
                && incarnation == that.incarnation
                && number == that.number
                && acknowledgedBelow == that.acknowledgedBelow
                && linesBefore == that.linesBefore
                && Arrays.equals(lines, that.lines);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(incarnation) + 31 * Long.hashCode(number);
    }

    @Override
    public String toString() {
        return "LineBatch[" + Long.toHexString(incarnation) + ", number=" + number + ", acknowledgedBelow="
                + acknowledgedBelow + ", count=" + count + "]";
    }
}
