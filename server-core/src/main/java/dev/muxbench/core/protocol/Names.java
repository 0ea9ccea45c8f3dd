package dev.muxbench.core.protocol;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which nicks and room names may be taken, and when two of them count as the same.
 *
 * <p>Two names are the same if their keys are: NFKC and case folding, as the UsernameCaseMapped profile of RFC 8265 compares
 * user names. The JDK has no full case folding; upper case and then lower case of each code point comes to the same for all
 * letters in use (ß and SS, both sigmas).
 *
 * <p>Threads: any.
 */
public final class Names {
    /** The longest name, in bytes of UTF-8. */
    public static final int MAX_BYTES = 31;

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
        if (result instanceof Result.Valid(var name, var key) && RESERVED.matcher(key).matches()) {
            return new Result.Invalid("Nick user:<number> is reserved");
        }
        return result;
    }

    /** @param raw as it was received */
    public static Result room(byte[] raw) {
        return check("Room name", raw);
    }

    /** What names are compared by. */
    public static String key(String name) {
        var folded = new StringBuilder();
        Normalizer.normalize(name, Normalizer.Form.NFKC).codePoints().forEach(codePoint -> {
            var upper = Character.toString(codePoint).toUpperCase(Locale.ROOT);
            upper.codePoints().map(Character::toLowerCase).forEach(folded::appendCodePoint);
        });
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
        var key = key(name);
        if (name.contains(">") || key.contains(">")) {
            return new Result.Invalid(kind + " must not contain >");
        }
        if (!name.codePoints().allMatch(Names::isAllowed) || !key.codePoints().allMatch(Names::isAllowed)) {
            return new Result.Invalid(kind + " may have letters, digits, punctuation and symbols only, and no spaces");
        }
        return new Result.Valid(name, key);
    }

    private static boolean isAllowed(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.MATH_SYMBOL,
                    Character.CURRENCY_SYMBOL,
                    Character.MODIFIER_SYMBOL,
                    Character.OTHER_SYMBOL -> !isFiller(codePoint);
            default -> false;
        };
    }

    /** Letters, marks and symbols that show nothing (Default_Ignorable_Code_Point, and the blank Braille pattern). */
    private static boolean isFiller(int codePoint) {
        return switch (codePoint) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0xFFFD -> true;
            default ->
                (codePoint >= 0x180B && codePoint <= 0x180F)
                        || (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
                        || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
        };
    }
}
