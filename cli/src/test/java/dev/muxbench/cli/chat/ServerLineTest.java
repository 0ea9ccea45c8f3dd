package dev.muxbench.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.cli.chat.ServerLine.Notice;
import dev.muxbench.cli.chat.ServerLine.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerLineTest {
    @Test
    void aNickIsBeforeTheFirstSeparator() {
        assertThat(ServerLine.parse("bob> a> b")).isEqualTo(new Said("bob", false, "a> b"));
        assertThat(ServerLine.parse("bob> ")).isEqualTo(new Said("bob", false, ""));
        assertThat(ServerLine.parse("user:7> x")).isEqualTo(new Said("user:7", false, "x"));
    }

    @Test
    void aMessageForOneIsToldApart() {
        var said = (Said) ServerLine.parse("bob (private)> psst");
        assertThat(said).isEqualTo(new Said("bob", true, "psst"));
        assertThat(said.prefix()).isEqualTo("bob (private)> ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Joined dev", "> x", "two words> x", "bob>x", "a b (private)> x", " (private)> x"})
    void theRestIsTheServers(String line) {
        assertThat(ServerLine.parse(line)).isEqualTo(new Notice(line));
    }
}
