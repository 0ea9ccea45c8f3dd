package dev.muxbench.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownNamesTest {
    private final KnownNames names = new KnownNames();

    private void learn(String line) {
        names.learnFrom(ServerLine.parse(line));
    }

    @Test
    void nicksAreThoseWhoSpeakAndThoseWhoAreHere() {
        learn("bob> hi");
        learn("Here (3): alice, a,b, user:7");
        learn("bob (private)> hi");
        learn("Here (900): zoe, …, and 17 more");
        assertThat(names.nicks()).containsExactly("alice", "a,b", "user:7", "bob", "zoe");
        assertThat(names.rooms()).isEmpty();
    }

    @Test
    void roomsAreThoseListedAndJoined() {
        learn("Rooms: lobby (3), dev (1), …, and 17 more");
        learn("Joined ops");
        assertThat(names.rooms()).containsExactly("lobby", "dev", "ops");
        assertThat(names.nicks()).isEmpty();
    }

    @Test
    void theOldestAreForgotten() {
        for (int i = 0; i < 100_000; i++) {
            learn("nick" + i + "> hi");
        }
        assertThat(names.nicks()).hasSize(500).endsWith("nick99999");
    }
}
