package dev.muxbench.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class NamesPropertyTest {
    @Property(tries = 3000)
    void aKeyIsItsOwnKey(@ForAll("name") String name) {
        assertThat(Names.key(Names.key(name))).isEqualTo(Names.key(name));
    }

    @Property(tries = 3000)
    void neitherCaseNorNormalFormMakesANewName(@ForAll("name") String name) {
        var key = Names.key(name);
        // Composed first: upper case makes a letter of the iota that may stand below, and marks stay where they are.
        var composed = Normalizer.normalize(name, Normalizer.Form.NFC);
        assertThat(Names.key(composed.toUpperCase(Locale.ROOT))).isEqualTo(key);
        for (var form : Normalizer.Form.values()) {
            assertThat(Names.key(Normalizer.normalize(name, form)))
                    .as(form.name())
                    .isEqualTo(key);
        }
    }

    /** A name, its prefix and a line are told apart by the first "> ". */
    @Property(tries = 3000)
    void aValidNameIsVisibleTextThatNothingIsReplacedIn(@ForAll("name") String name) {
        var raw = name.getBytes(StandardCharsets.UTF_8);
        if (Names.nick(raw) instanceof Names.Result.Valid(var valid, var key)) {
            assertThat(valid).isEqualTo(name);
            assertThat(raw).hasSizeBetween(1, Names.MAX_BYTES);
            assertThat(valid + key).doesNotContain(">");
            assertThat(valid.codePoints().noneMatch(Character::isWhitespace)).isTrue();
            assertThat(SanitizerTest.sanitized(raw)).isEqualTo(name);
        }
    }

    @Provide
    Arbitrary<String> name() {
        return Arbitraries.frequencyOf(
                        Tuple.of(4, Arbitraries.integers().between(' ', '~')),
                        Tuple.of(4, Arbitraries.integers().between(0xA0, 0x5FF)),
                        Tuple.of(2, Arbitraries.integers().between(0x1E00, 0x2FFF)),
                        Tuple.of(1, Arbitraries.integers().between(0xF900, 0xFFFF)),
                        Tuple.of(1, Arbitraries.integers().between(0x10000, 0x1FFFF)),
                        Tuple.of(1, Arbitraries.of(0x0130, 0x0345, 0x1E9E, 0x03A3, 0x03C2, 0x0301, 0x0338)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(codePoints -> {
                    var name = new StringBuilder();
                    codePoints.forEach(name::appendCodePoint);
                    return name.toString();
                });
    }
}
