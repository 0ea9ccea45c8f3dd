package dev.muxbench.core.protocol;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which nicks and room names may be taken, and when two of them count as the same.
 *
 * <p>Two names are the same if their keys are: NFKC and case folding, as RFC 8265 compares user names. Folding is
 * Unicode's full one (ß and ss, both sigmas), and takes in the Turkish dotless ı as i.
 *
 * <p>Threads: any.
 */
public final class Names {
    /** The longest name, in bytes of UTF-8. */
    public static final int MAX_BYTES = 31;

    /**
     * The longest spelling, in bytes of UTF-8, by which the owner of a nick can be found: neither canonical decomposition nor
     * a change of case makes a name more than three times as long. A limit is needed because the cost of normalizing grows
     * with the square of the number of combining marks in a row.
     */
    public static final int LONGEST_SPELLING_BYTES = 3 * MAX_BYTES;

    private static final Pattern RESERVED = Pattern.compile("user:\\p{Nd}+");

    private Names() {}

    /** A name, or what is wrong with it. */
    public sealed interface Result {
        /**
         * @param name as it was given
         * @param key  the same for all names that count as equal
         */
        record Valid(String name, String key) implements Result {}

        /** @param reason one line for the client, without LF */
        record Invalid(String reason) implements Result {}
    }

    /** @param raw as it was received */
    public static Result nick(byte[] raw) {
        var result = check("Nick", raw);
        if (result instanceof Result.Valid(var name, var key)
                && RESERVED.matcher(key).matches()) {
            return new Result.Invalid("Nick must not be 'user:' and digits");
        }
        return result;
    }

    /** @param raw as it was received */
    public static Result room(byte[] raw) {
        return check("Room name", raw);
    }

    /**
     * The key of a nick in any spelling; null if nobody's nick is spelled so.
     *
     * @param raw as it was received, of any length
     */
    public static @Nullable String keyOfSpelling(byte[] raw) {
        return raw.length > LONGEST_SPELLING_BYTES ? null : key(new String(raw, StandardCharsets.UTF_8));
    }

    /** Returns the key by which names are compared. Only for short names: see {@link #LONGEST_SPELLING_BYTES}. */
    static String key(String name) {
        // The JDK has no folding of its own. To lower, upper and lower case: ẞ, ß and SS all come to ss.
        var upper = Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .toUpperCase(Locale.ROOT);
        var folded = new StringBuilder();
        // One by one, so that a sigma at the end is the same as inside.
        upper.codePoints().map(Character::toLowerCase).forEach(folded::appendCodePoint);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }

    private static Result check(String kind, byte[] raw) {
        if (raw.length < 1 || raw.length > MAX_BYTES) {
            return new Result.Invalid(kind + " must be 1 to " + MAX_BYTES + " bytes long");
        }
        if (!Sanitizer.isWellFormed(raw, 0, raw.length)) {
            return new Result.Invalid(kind + " must be UTF-8");
        }
        var name = new String(raw, StandardCharsets.UTF_8);
        for (int at = 0; at < name.length(); at = name.offsetByCodePoints(at, 1)) {
            var unwanted = unwanted(name.codePointAt(at));
            if (unwanted != null) {
                return new Result.Invalid(kind + " must not contain " + unwanted);
            }
        }
        var key = key(name);
        if (key.contains(">")) { // as the full-width ＞ has it
            return new Result.Invalid(kind + " must not contain '>'");
        }
        return new Result.Valid(name, key);
    }

    /** Returns what a character is if no name may have it; null for letters, marks, digits, punctuation and symbols. */
    private static @Nullable String unwanted(int codePoint) {
        if (codePoint == '>') {
            return "'>'";
        }
        if (isFiller(codePoint)) {
            return "invisible characters";
        }
        return switch (Character.getType(codePoint)) {
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> "spaces";
            case Character.CONTROL -> "control characters";
            case Character.FORMAT -> "invisible characters";
            case Character.PRIVATE_USE, Character.SURROGATE, Character.UNASSIGNED -> "unassigned characters";
            default -> null;
        };
    }

    /** Letters, marks and symbols that show nothing: of Default_Ignorable_Code_Point, and blank by their glyph. */
    private static boolean isFiller(int codePoint) {
        return switch (codePoint) {
            // Joiner, Hangul and Khmer fillers.
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0 -> true;
            // Blank glyphs: Braille, Egyptian, Khitan, music.
            case 0x2800, 0x13441, 0x13442, 0x16FE4, 0x1D159 -> true;
            default -> // Variation selectors.
                (codePoint >= 0x180B && codePoint <= 0x180F)
                        || (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
                        || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
        };
    }
}
