package dev.muxbench.load.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The text of a line: {@code M}, when it was due (16 hex digits, ns), its sender (4), its number (8), a checksum (8), separated by
 * blanks, and directly behind it filler or a line of real text.
 *
 * <p>The checksum covers every other byte of the text, and how many there are. Each of its steps is a bijection of the state, so one
 * wrong byte always changes the 64-bit state, of which 32 bits are sent.
 *
 * <p>Threads: any; offsets are into the caller's arrays.
 */
public final class LineCodec {
    /** The bytes before the filler. */
    static final int HEADER_BYTES = 40;

    /** The shortest and the longest text, in bytes. */
    public static final int MIN_BYTES = 48;

    public static final int MAX_BYTES = 64 << 10;

    public static final int MAX_SENDERS = 1 << 16;

    /** A due time that means that nothing follows from this sender. */
    public static final long END = Long.MIN_VALUE;

    private static final int DUE_AT = 1;
    private static final int SENDER_AT = 18;
    private static final int NUMBER_AT = 23;
    private static final int CHECKSUM_AT = 32;
    private static final int FILLER_AT = HEADER_BYTES;
    private static final long NEXT_SENDERS_PLACE = 7919; // a prime: no two senders read a corpus side by side
    private static final int MOST_WRONG_BYTES = 2; // in what stands before the filler
    private static final int BEGINNING_BYTES = 9; // nobody else's line begins like that

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long LOW_NIBBLES = 0x0F0F0F0F0F0F0F0FL;
    private static final long LETTER_BITS = 0x0101010101010101L;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L; // 2^64 / golden ratio, as in Fibonacci hashing
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private final int lineBytes;
    private final Texts texts;

    /** @param lineBytes of the longest text, at least {@link #MIN_BYTES} */
    public LineCodec(int lineBytes, Texts texts) {
        this.lineBytes = lineBytes;
        this.texts = texts;
    }

    /** Returns the length of each text in bytes; 0 if texts differ in length. */
    public int evenBytes() {
        return texts instanceof Texts.Even ? lineBytes : 0;
    }

    /** Returns the length of a line's text in bytes. */
    public int bytes(int sender, int number) {
        return switch (texts) {
            case Texts.Even() -> lineBytes;
            case Texts.Between(int least, long seed) -> {
                long mixed = step(step(seed, sender), number);
                yield least + (int) Long.remainderUnsigned(mixed, lineBytes - least + 1);
            }
            case Texts.Real(var corpus) -> HEADER_BYTES + corpus.bytes(lineOf(corpus, sender, number));
        };
    }

    private static int lineOf(Corpus corpus, int sender, int number) {
        return (int) ((sender * NEXT_SENDERS_PLACE + number) % corpus.lines());
    }

    /** Writes the text at {@code at}. Returns its end. */
    public int encode(byte[] out, int at, long dueNanos, int sender, int number) {
        int bytes = bytes(sender, number);
        out[at] = 'M';
        putHex(out, at + DUE_AT, dueNanos, 16);
        out[at + SENDER_AT - 1] = ' ';
        putHex(out, at + SENDER_AT, sender, 4);
        out[at + NUMBER_AT - 1] = ' ';
        putHex(out, at + NUMBER_AT, number, 8);
        out[at + CHECKSUM_AT - 1] = ' ';
        if (texts instanceof Texts.Real(var corpus)) {
            corpus.copy(lineOf(corpus, sender, number), out, at + FILLER_AT);
        } else {
            fill(out, at, bytes, sender + number);
        }
        putHex(out, at + CHECKSUM_AT, checksum(out, at, bytes), 8);
        return at + bytes;
    }

    private static void fill(byte[] out, int at, int bytes, int variant) {
        for (int i = FILLER_AT; i < bytes; i++) {
            out[at + i] = (byte) ('a' + (i * 7 + variant) % 26);
        }
    }

    private static void putHex(byte[] out, int at, long value, int digits) {
        for (int i = 0; i < digits; i++) {
            out[at + i] = HEX[(int) (value >>> (4 * (digits - 1 - i))) & 15];
        }
    }

    /** Returns whether a text of ours begins somewhere in {@code [from, to)}, cut off or damaged as it may be. */
    public static boolean beginsIn(byte[] in, int from, int to) {
        for (int at = from; at < to; at++) {
            if (isOurBeginning(in, at, to) || isLikeOurs(in, at, to)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether so many bytes at {@code at} are a text as it was sent. */
    public boolean isIntact(byte[] in, int at, int bytes) {
        return bytes > HEADER_BYTES
                && in[at] == 'M'
                && (long) LONGS.get(in, at + CHECKSUM_AT) == digitsOf(checksum(in, at, bytes));
    }

    /** Returns whether a text begins at {@code at} as ours do, wherever it is cut off after that. */
    private static boolean isOurBeginning(byte[] in, int at, int end) {
        boolean ours = end - at >= BEGINNING_BYTES && in[at] == 'M';
        for (int i = DUE_AT; i < BEGINNING_BYTES && ours; i++) {
            ours = Character.digit(in[at + i], 16) >= 0;
        }
        return ours;
    }

    /** Returns whether the text at {@code at} has the shape of one of ours, but for some bytes. */
    private static boolean isLikeOurs(byte[] in, int at, int end) {
        if (end - at < FILLER_AT) {
            return false;
        }
        // Nearly every text of others is told from ours by these four bytes.
        int wrong = (in[at] == 'M' ? 0 : 1)
                + (in[at + SENDER_AT - 1] == ' ' ? 0 : 1)
                + (in[at + NUMBER_AT - 1] == ' ' ? 0 : 1)
                + (in[at + CHECKSUM_AT - 1] == ' ' ? 0 : 1);
        for (int i = DUE_AT; i < FILLER_AT && wrong <= MOST_WRONG_BYTES; i++) {
            boolean isDigit = i != SENDER_AT - 1 && i != NUMBER_AT - 1 && i != CHECKSUM_AT - 1;
            wrong += isDigit && Character.digit(in[at + i], 16) < 0 ? 1 : 0;
        }
        return wrong <= MOST_WRONG_BYTES;
    }

    public long dueNanos(byte[] in, int at) {
        return (hex8(in, at + DUE_AT) << 32) | hex8(in, at + DUE_AT + 8);
    }

    public int sender(byte[] in, int at) {
        // The blank before the digits and the two bytes before that are shifted out.
        return (int) hexOf((long) LONGS.get(in, at + SENDER_AT - 4) << 32) >>> 16;
    }

    public int number(byte[] in, int at) {
        return (int) hex8(in, at + NUMBER_AT);
    }

    private static long hex8(byte[] in, int at) {
        return hexOf((long) LONGS.get(in, at));
    }

    /** Eight hex digits, the first in the highest byte, to 32 bits. */
    private static long hexOf(long digits) {
        long nibbles = (digits & LOW_NIBBLES) + 9 * ((digits >>> 6) & LETTER_BITS);
        long bytes = (nibbles | (nibbles >>> 4)) & 0x00FF00FF00FF00FFL;
        long halves = (bytes | (bytes >>> 8)) & 0x0000FFFF0000FFFFL;
        return (halves | (halves >>> 16)) & 0xFFFFFFFFL;
    }

    /** 32 bits to eight hex digits: compared as digits, so that nothing but the very bytes that were sent will do. */
    private static long digitsOf(int value) {
        long halves = ((value & 0xFFFFFFFFL) | ((value & 0xFFFFFFFFL) << 16)) & 0x0000FFFF0000FFFFL;
        long bytes = (halves | (halves << 8)) & 0x00FF00FF00FF00FFL;
        long nibbles = (bytes | (bytes << 4)) & LOW_NIBBLES;
        long letters = ((nibbles + 6 * LETTER_BITS) >>> 4) & LETTER_BITS;
        return nibbles + '0' * LETTER_BITS + letters * ('a' - '0' - 10);
    }

    private static int checksum(byte[] text, int at, int bytes) {
        long state = bytes;
        for (int i = 0; i < CHECKSUM_AT; i += 8) {
            state = step(state, (long) LONGS.get(text, at + i));
        }
        if (bytes < MIN_BYTES) {
            for (int i = FILLER_AT; i < bytes; i++) {
                state = step(state, text[at + i]);
            }
            return (int) (state ^ (state >>> 32));
        }
        for (int i = FILLER_AT; i < bytes - 7; i += 8) {
            state = step(state, (long) LONGS.get(text, at + i));
        }
        state = step(state, (long) LONGS.get(text, at + bytes - 8)); // the rest, and some bytes once more
        return (int) (state ^ (state >>> 32));
    }

    private static long step(long state, long word) {
        long mixed = (state ^ word) * MULTIPLIER;
        return mixed ^ (mixed >>> 29);
    }
}
