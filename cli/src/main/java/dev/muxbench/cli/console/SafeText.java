package dev.muxbench.cli.console;

/**
 * Makes text harmless for a terminal: it can be written on, not steered. What steers is replaced by what can be seen; the few
 * marks that only nudge the order of letters are left out.
 *
 * <table>
 * <caption>What becomes of it</caption>
 * <tr><td>TAB</td><td>stays</td></tr>
 * <tr><td>other C0 controls, DEL</td><td>their pictures, U+2400 to U+2421: ESC is ␛</td></tr>
 * <tr><td>C1 controls (8-bit CSI, OSC, ...), line and paragraph separator, lone surrogates</td><td>U+FFFD</td></tr>
 * <tr><td>embeddings, overrides and isolates of direction; deprecated format and annotation characters</td><td>U+FFFD</td></tr>
 * <tr><td>direction marks (U+200E, U+200F, U+061C)</td><td>left out</td></tr>
 * </table>
 *
 * <p>Threads: any.
 *
 * @see <a href="https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters">UAX 9, section 2</a>
 */
public final class SafeText {
    private static final int PICTURES = 0x2400;
    private static final int PICTURE_OF_DEL = 0x2421;
    private static final int REPLACEMENT = 0xFFFD;
    private static final int LEFT_OUT = -1;

    private SafeText() {}

    public static String of(String text) {
        int harmless = 0;
        while (harmless < text.length() && isPlain(text.charAt(harmless))) {
            harmless++;
        }
        if (harmless == text.length()) {
            return text;
        }
        var safe = new StringBuilder(text.length() + 16).append(text, 0, harmless);
        text.substring(harmless).codePoints().map(SafeText::shown).forEach(codePoint -> {
            if (codePoint != LEFT_OUT) {
                safe.appendCodePoint(codePoint);
            }
        });
        return safe.toString();
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7F;
    }

    private static int shown(int codePoint) {
        if (codePoint < ' ') {
            return codePoint == '\t' ? codePoint : PICTURES + codePoint;
        }
        if (codePoint == 0x7F) {
            return PICTURE_OF_DEL;
        }
        if (isMark(codePoint)) {
            return LEFT_OUT;
        }
        return steers(codePoint) ? REPLACEMENT : codePoint;
    }

    private static boolean isMark(int codePoint) {
        return codePoint == 0x200E || codePoint == 0x200F || codePoint == 0x061C;
    }

    private static boolean steers(int codePoint) {
        return isBetween(codePoint, 0x80, 0x9F)
                || isBetween(codePoint, 0x2028, 0x202E)
                || isBetween(codePoint, 0x2066, 0x206F)
                || isBetween(codePoint, 0xFFF9, 0xFFFB)
                || isBetween(codePoint, Character.MIN_SURROGATE, Character.MAX_SURROGATE);
    }

    private static boolean isBetween(int codePoint, int first, int last) {
        return codePoint >= first && codePoint <= last;
    }
}
