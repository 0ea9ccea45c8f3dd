package dev.muxbench.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private static Names.Result nick(String name) {
        return Names.nick(name.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(String name, String reason) {
        assertThat(nick(name)).as(name).isEqualTo(new Names.Result.Invalid("Nick " + reason));
        assertThat(Names.room(name.getBytes(StandardCharsets.UTF_8)))
                .as(name)
                .isEqualTo(new Names.Result.Invalid("Room name " + reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "antirez",
                "Bob_2",
                "[away]",
                "</b",
                "o'neil",
                "a/b",
                "/x",
                "user",
                "user:",
                "user:7a",
                "xuser:7",
                "user-7",
                "straße",
                "Ωmega",
                "привет",
                "你好",
                "नमस्ते",
                "é",
                "😀",
                "♥",
                "¯\\_(ツ)_/¯",
                "½",
                "x²",
                "±",
                "€",
                "…"
            })
    void allowed(String name) {
        assertThat(nick(name)).isEqualTo(new Names.Result.Valid(name, Names.key(name)));
    }

    @Test
    void lengthCountsBytes() {
        assertThat(nick("x".repeat(31))).isInstanceOf(Names.Result.Valid.class);
        assertThat(nick("é".repeat(15) + "x")).isInstanceOf(Names.Result.Valid.class);
        assertRefused("", "must be 1 to 31 bytes long");
        assertRefused("x".repeat(32), "must be 1 to 31 bytes long");
        assertRefused("é".repeat(16), "must be 1 to 31 bytes long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FF", "61 C3", "ED A0 80", "C0 AF"})
    void mustBeUtf8(String hex) {
        assertThat(Names.nick(HexFormat.ofDelimiter(" ").parseHex(hex)))
                .isEqualTo(new Names.Result.Invalid("Nick must be UTF-8"));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a b", " a", "a ", "a\u00A0b", "\u3000", "a\u2003b", "\u2028", "\u2029", "\u1680"})
    void noSpaces(String name) {
        assertRefused(name, "must not contain spaces");
    }

    @ParameterizedTest
    @ValueSource(strings = {">", "bob> hi", "a>b", "a\uFF1Eb", "\uFE65", ">\u0338"})
    void nothingThatReadsAsTheEndOfANick(String name) {
        assertRefused(name, "must not contain '>'");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x07, '\t', '\r', 0x1B, 0x7F, 0x85, 0x9B})
    void noControlCharacters(int codePoint) {
        assertRefused("a" + Character.toString(codePoint), "must not contain control characters");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180E, 0x180F, 0x200B, 0x200C, 0x200D,
                        0x200E,
                0x200F, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0x206F, 0x2800, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0,
                        0x13441,
                0x16FE4, 0x1D159, 0x1D173, 0xE0001, 0xE0041, 0xE0100, 0xE01EF
            })
    void nothingInvisible(int codePoint) {
        assertRefused("bob" + Character.toString(codePoint), "must not contain invisible characters");
        assertRefused(Character.toString(codePoint), "must not contain invisible characters");
    }

    @ParameterizedTest
    @ValueSource(ints = {0xE000, 0xF8FF, 0xF0000, 0x10FFFD, 0x0378, 0xFFFF, 0xFDD0, 0x1FFFE})
    void nothingWithoutAMeaning(int codePoint) {
        assertRefused("a" + Character.toString(codePoint), "must not contain unassigned characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user:1", "user:007", "USER:1", "ｕｓｅｒ：１", "uſer:1", "user:²", "user:١"})
    void firstNicksAreReservedInEverySpelling(String name) {
        assertThat(nick(name)).isEqualTo(new Names.Result.Invalid("Nick must not be 'user:' and digits"));
        assertThat(Names.room(name.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Names.Result.Valid.class);
    }

    @ParameterizedTest
    @CsvSource({
        "bob, BOB",
        "straße, STRASSE",
        "straße, STRAẞE",
        "Σίσυφος, ΣΊΣΥΦΟΣ",
        "σίσυφος, σίσυφοσ",
        "Ｂｏｂ, bob",
        "ﬁn, FIN",
        "é, e\u0301",
        "É, e\u0301",
        "Å, \u212B",
        "K, \u212A",
        "ǆ, ǅ",
        "İ, i\u0307",
        "ᾳ, ΑΙ",
        "ꭰ, Ꭰ",
        "ﷺ, 'صلى الله عليه وسلم'",
        "x², X2",
        "ſ, S",
        "\u0131, i"
    })
    void sameName(String one, String other) {
        assertThat(Names.key(one)).isEqualTo(Names.key(other));
    }

    @ParameterizedTest
    @CsvSource({"bob, b0b", "é, e", "o, о", "ss, s", "ñ, n", "a1, al"})
    void differentNames(String one, String other) {
        assertThat(Names.key(one)).isNotEqualTo(Names.key(other));
    }

    /** What is found is found by its key; what is longer is not even decoded. */
    @Test
    void noKeyIsMadeOfWhatIsTooLongForANick() {
        var longest = "e\u0301".repeat(Names.LONGEST_SPELLING_BYTES / 3);
        assertThat(Names.keyOfSpelling(longest.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Names.key(longest));
        assertThat(Names.keyOfSpelling((longest + "x").getBytes(StandardCharsets.UTF_8)))
                .isNull();
        assertThat(Names.keyOfSpelling(new byte[Names.LONGEST_SPELLING_BYTES + 1]))
                .isNull();
    }

    /** Decomposed as macOS does it, in capitals or small letters. */
    @Test
    void noCanonicalSpellingOfANickIsTooLong() {
        assertThat(longestSpelling("\u0390")).isEqualTo(3 * bytes("\u0390"));
        assertThat(IntStream.rangeClosed(1, Character.MAX_CODE_POINT)
                        .mapToObj(Character::toString)
                        .filter(character -> nick(character) instanceof Names.Result.Valid)
                        .filter(character -> longestSpelling(character) > 3 * bytes(character)))
                .isEmpty();
    }

    private static int longestSpelling(String name) {
        return Stream.of(name, name.toUpperCase(Locale.ROOT), name.toLowerCase(Locale.ROOT))
                .mapToInt(cased -> bytes(Normalizer.normalize(cased, Normalizer.Form.NFD)))
                .max()
                .orElseThrow();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
