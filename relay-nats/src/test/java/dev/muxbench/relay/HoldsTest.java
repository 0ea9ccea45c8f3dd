package dev.muxbench.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HoldsTest {
    private final FakeChat chat = new FakeChat();
    private final Holds holds = new Holds(chat);

    @Test
    void aRoomIsHeldUntilAllServersThatAreBehindAreNot() {
        holds.setRemote(1, "lobby", true, 0);
        holds.setRemote(2, "lobby", true, 0);
        holds.setRemote(1, "lobby", false, 1);
        assertThat(holds.isHeld("lobby")).isTrue();
        holds.setRemote(2, "lobby", false, 2);
        assertThat(holds.isHeld("lobby")).isFalse();
        assertThat(chat.heldChanges).hasSize(4);
    }

    /** Its word that it is over may be lost, or it may be gone. */
    @Test
    void aWordThatIsNotRepeatedIsForgotten() {
        holds.setRemote(1, "lobby", true, 0);
        holds.expire(Holds.REMOTE_NANOS - 1);
        assertThat(holds.isHeld("lobby")).isTrue();
        chat.heldChanges.clear();
        holds.expire(Holds.REMOTE_NANOS);
        assertThat(holds.isHeld("lobby")).isFalse();
        assertThat(chat.heldChanges).containsExactly("lobby");
    }
}
