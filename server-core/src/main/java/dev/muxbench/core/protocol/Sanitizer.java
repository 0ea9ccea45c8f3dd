package dev.muxbench.core.protocol;

/**
 * Makes received bytes into text that may be shown on others' terminals.
 *
 * <p>Each maximal subpart of an ill-formed UTF-8 sequence becomes one U+FFFD (The Unicode Standard, section 3.9,
 * "U+FFFD Substitution of Maximal Subparts", with table 3-7 for what is well-formed). Controls but TAB, line and
 * paragraph separators, and the characters that embed, override or isolate text direction become {@code ?}, one for
 * each.
 *
 * <p>Threads: any, nothing is kept.
 */
public final class Sanitizer {
    /** Bytes that one received byte may become. */
    public static final int GROWTH = 3;

    private Sanitizer() {}

    /**
     * @param out has room for {@value #GROWTH} times {@code length} bytes after {@code outOffset}; what is left of that
     *     is scratch
     * @return bytes written
     */
    public static int sanitize(byte[] in, int offset, int length, byte[] out, int outOffset) {
        int at = offset;
        int end = offset + length;
        int to = outOffset;
        while (at < end) {
            if (in[at] >= 0) {
                int printable = ByteSearch.copyPrintable(in, at, end, out, to);
                at += printable;
                to += printable;
                if (printable == 0) {
                    out[to++] = in[at] == '\t' ? (byte) '\t' : (byte) '?';
                    at++;
                }
                continue;
            }
            int size = wellFormedBytes(in, at, end);
            if (size <= 0) {
                out[to++] = (byte) 0xEF;
                out[to++] = (byte) 0xBF;
                out[to++] = (byte) 0xBD;
                at -= size;
            } else if (isHarmful(in, at, size)) {
                out[to++] = '?';
                at += size;
            } else {
                for (int sequenceEnd = at + size; at < sequenceEnd; at++) {
                    out[to++] = in[at];
                }
            }
        }
        return to - outOffset;
    }

    /** Returns whether these bytes are UTF-8. */
    public static boolean isWellFormed(byte[] in, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int size = in[at] >= 0 ? 1 : wellFormedBytes(in, at, end);
            if (size <= 0) {
                return false;
            }
            at += size;
        }
        return true;
    }

    /**
     * The size of the well-formed sequence that begins here; if it is ill-formed, minus the size of its maximal
     * subpart.
     */
    private static int wellFormedBytes(byte[] in, int at, int end) {
        int first = in[at] & 0xFF;
        int size = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (size == 0) {
            return -1;
        }
        for (int i = 1; i < size; i++) {
            if (at + i == end || !continues(first, i, in[at + i] & 0xFF)) {
                return -i;
            }
        }
        return size;
    }

    /** Table 3-7: the second byte's range depends on the first byte. */
    private static boolean continues(int first, int index, int next) {
        int least = 0x80;
        int most = 0xBF;
        if (index == 1) {
            switch (first) {
                case 0xE0 -> least = 0xA0;
                case 0xED -> most = 0x9F;
                case 0xF0 -> least = 0x90;
                case 0xF4 -> most = 0x8F;
                default -> {}
            }
        }
        return next >= least && next <= most;
    }

    /** C1 controls, U+2028 and U+2029, U+202A to U+202E, U+2066 to U+2069. */
    private static boolean isHarmful(byte[] in, int at, int size) {
        int first = in[at] & 0xFF;
        int second = in[at + 1] & 0xFF;
        if (size == 2) {
            return first == 0xC2 && second < 0xA0;
        }
        if (size != 3 || first != 0xE2) {
            return false;
        }
        int third = in[at + 2] & 0xFF;
        return (second == 0x80 && third >= 0xA8 && third <= 0xAE) || (second == 0x81 && third >= 0xA6 && third <= 0xA9);
    }
}
