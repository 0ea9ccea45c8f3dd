package dev.muxbench.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SafeTextTest {
    @Test
    void ordinaryTextOfAllScriptsStays() {
        for (var text : new String[] {
            "", "hello", "a\tb", "caffè ☕", "日本語", "שלום", "مرحبا", "👩‍👩‍👧", "e\u0301", "nbsp\u00A0", "\uFFFD"
        }) {
            assertThat(SafeText.of(text)).isEqualTo(text);
        }
    }

    @Test
    void escapesAreShownInsteadOfObeyed() {
        assertThat(SafeText.of("x\033[2J\033]0;title\007\b\r\177")).isEqualTo("x␛[2J␛]0;title␇␈␍␡");
        assertThat(SafeText.of("\u009B31m\u009D\u0085")).isEqualTo("\uFFFD31m\uFFFD\uFFFD");
    }

    @Test
    void textCannotBeReordered() {
        assertThat(SafeText.of("a\u202Eb\u202Cc\u2066d\u2069e\u200Ff\u061Cg"))
                .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDefg");
        assertThat(SafeText.of("\u2028\u2029\u206A\uFFF9")).isEqualTo("\uFFFD\uFFFD\uFFFD\uFFFD");
    }

    @Test
    void loneSurrogatesBecomeReplacements() {
        assertThat(SafeText.of("a\uD83D")).isEqualTo("a\uFFFD");
        assertThat(SafeText.of("\uDE00b")).isEqualTo("\uFFFDb");
    }

    @Test
    void noControlIsLeftOfAnyCodePoint() {
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(codePoint -> codePoint != '\t')
                .forEach(codePoint -> assertThat(SafeText.of(Character.toString(codePoint))
                                .codePoints()
                                .anyMatch(SafeTextTest::steers))
                        .as("U+%04X", codePoint)
                        .isFalse());
    }

    private static boolean steers(int codePoint) {
        return switch (Character.getDirectionality(codePoint)) {
            case Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING,
                    Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
                    Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT,
                    Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
                    Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE,
                    Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE,
                    Character.DIRECTIONALITY_PARAGRAPH_SEPARATOR -> true;
            default -> Character.getType(codePoint) == Character.CONTROL || codePoint == 0x2028;
        };
    }
}
