package dev.muxbench.relay.nats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    @ParameterizedTest
    @CsvSource({"lobby,lobby", "a.b,a=2Eb", "a*,a=2A", "größe,gr=C3=B6=C3=9Fe", "a=b,a=3Db", "x-_9,x-_9"})
    void aNameIsOneTokenAndComesBack(String name, String token) {
        assertThat(Tokens.of(name)).isEqualTo(token);
        assertThat(Tokens.name(token)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "=2", "=2e", "a=GG", "=61", "=FF", "a b"})
    void whatStandsForNoNameIsTold(String token) {
        assertThat(Tokens.name(token)).isNull();
    }
}
