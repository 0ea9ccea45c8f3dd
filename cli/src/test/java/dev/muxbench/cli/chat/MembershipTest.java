package dev.muxbench.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MembershipTest {
    private static void receive(Membership membership, String line) {
        membership.onReceived(ServerLine.parse(line));
    }

    @Test
    void asksForNothingThatNobodyAskedFor() {
        var membership = new Membership(null, null);
        membership.onSent("hello");
        receive(membership, "bob> Joined dev");
        assertThat(membership.restore()).isEmpty();
        assertThat(membership.describe()).isEmpty();
    }

    @Test
    void asksForWhatTheCommandLineSays() {
        assertThat(new Membership("bob", "dev").restore()).containsExactly("/nick bob", "/join dev");
    }

    @Test
    void theLastOnesCount() {
        var membership = new Membership("bob", "dev");
        membership.onSent("/nick carl");
        membership.onSent("/join ops");
        receive(membership, "Joined ops");
        assertThat(membership.restore()).containsExactly("/nick carl", "/join ops");
        assertThat(membership.describe()).isEqualTo(" as carl in ops");
    }

    @Test
    void aRefusedNickLeavesTheOneBefore() {
        for (var refusal : new String[] {
            "Nick carl is already in use", "Nick must not contain spaces", "Nick must not be 'user:' and digits"
        }) {
            var membership = new Membership("bob", null);
            membership.onSent("/nick carl");
            receive(membership, refusal);
            assertThat(membership.restore()).containsExactly("/nick bob");
        }
    }

    @Test
    void aRefusedRoomLeavesTheOneBefore() {
        var membership = new Membership(null, "dev");
        receive(membership, "Joined dev");
        membership.onSent("/join " + "x".repeat(32));
        receive(membership, "Room name must be 1 to 31 bytes long");
        assertThat(membership.restore()).containsExactly("/join dev");
    }

    @Test
    void aServerWithoutRoomsIsNotAskedAgain() {
        var membership = new Membership("bob", "dev");
        membership.restore();
        receive(membership, "Unsupported command");
        assertThat(membership.restore()).containsExactly("/nick bob");
    }

    @Test
    void aRoomThatWasNotAnsweredIsAskedForAgain() {
        var membership = new Membership(null, null);
        membership.onSent("/join dev");
        assertThat(membership.restore()).containsExactly("/join dev");
    }

    @Test
    void aNickThatTheLostConnectionHoldsIsAskedForAgain() {
        var membership = new Membership("bob", null);
        membership.restore();
        receive(membership, "Nick bob is already in use");
        assertThat(membership.restore()).containsExactly("/nick bob");
    }
}
