package dev.muxbench.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "example.org, example.org, 7711, example.org:7711",
        "example.org:1, example.org, 1, example.org:1",
        "127.0.0.1:65535, 127.0.0.1, 65535, 127.0.0.1:65535",
        "::1, ::1, 7711, [::1]:7711",
        "[::1], ::1, 7711, [::1]:7711",
        "[fe80::1%eth0]:99, fe80::1%eth0, 99, [fe80::1%eth0]:99",
    })
    void isWhatPeopleWrite(String text, String host, int port, String shown) {
        var address = ServerAddress.parse(text);
        assertThat(address).isEqualTo(new ServerAddress(host, port));
        assertThat(address).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", ":7711", "host:", "host:0", "host:65536", "host:x", "[::1", "[]:1", "[::1]1", "[::1]:"})
    void saysWhatIsExpected(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerAddress.parse(text))
                .withMessageContaining("HOST:PORT");
    }
}
