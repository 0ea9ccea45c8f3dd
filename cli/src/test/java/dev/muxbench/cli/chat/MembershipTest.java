package dev.muxbench.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.cli.chat.Membership.Effect;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private static Effect receive(Membership membership, String line) {
        return membership.onReceived(ServerLine.parse(line));
    }

    /** Connected for the second time, and asking for nick and room. */
    private static Membership connectedAgain(String nick, String room) {
        var membership = new Membership(nick, room);
        membership.restore();
        membership.restore();
        return membership;
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
        assertThat(membership.restore()).containsExactly("/nick bob", "/nick");
    }

    @Test
    void aRoomThatWasNotAnsweredIsAskedForAgain() {
        var membership = new Membership(null, null);
        membership.onSent("/join dev");
        assertThat(membership.restore()).containsExactly("/join dev");
    }

    @Test
    void aSecondConnectionEndsItsQuestionsWithAMark() {
        var membership = new Membership("bob", "dev");
        membership.restore();
        assertThat(membership.restore()).containsExactly("/nick bob", "/join dev", "/nick");
        assertThat(receive(membership, "Joined dev")).isEqualTo(Effect.SHOW);
        assertThat(receive(membership, "Unsupported command")).isEqualTo(Effect.RESTORED);
        assertThat(membership.describe()).isEqualTo(" as bob in dev");
        assertThat(membership.reclaim()).isEmpty();
        assertThat(receive(membership, "Unsupported command")).isEqualTo(Effect.SHOW);
    }

    @Test
    void aServerWithoutRoomsAnswersTheMarkLast() {
        var membership = connectedAgain("bob", "dev");
        assertThat(receive(membership, "Unsupported command")).isEqualTo(Effect.SHOW);
        assertThat(receive(membership, "Unsupported command")).isEqualTo(Effect.RESTORED);
        assertThat(membership.describe()).isEqualTo(" as bob");
    }

    @Test
    void aNickThatTheLostConnectionHoldsIsAskedForUntilItIsFree() {
        var membership = connectedAgain("bob", null);
        assertThat(receive(membership, "Nick bob is already in use")).isEqualTo(Effect.HIDE);
        assertThat(receive(membership, "Unsupported command")).isEqualTo(Effect.RESTORED);
        assertThat(membership.describe()).doesNotContain(" as bob").contains("bob is taken");

        assertThat(membership.reclaim()).containsExactly("/nick bob", "/nick");
        assertThat(membership.reclaim()).isEmpty();
        assertThat(receive(membership, "Nick bob is already in use")).isEqualTo(Effect.HIDE);
        assertThat(receive(membership, "Unsupported command")).isEqualTo(Effect.HIDE);
        assertThat(membership.lacksNick()).isTrue();

        membership.reclaim();
        assertThat(receive(membership, "Unsupported command")).isEqualTo(Effect.NICK_BACK);
        assertThat(membership.lacksNick()).isFalse();
        assertThat(membership.describe()).isEqualTo(" as bob");
    }

    @Test
    void aNickThatTheUserChoosesMeanwhileIsKept() {
        var membership = connectedAgain("bob", null);
        receive(membership, "Nick bob is already in use");
        receive(membership, "Unsupported command");
        membership.reclaim();
        membership.onSent("/nick carl");
        assertThat(receive(membership, "Unsupported command")).isEqualTo(Effect.HIDE);
        assertThat(membership.reclaim()).isEmpty();
        assertThat(membership.describe()).isEqualTo(" as carl");
    }

    @Test
    void aNickThatIsTakenAtTheFirstConnectionIsTheOtherOnes() {
        var membership = new Membership("bob", null);
        membership.restore();
        assertThat(receive(membership, "Nick bob is already in use")).isEqualTo(Effect.SHOW);
        assertThat(membership.restore()).containsExactly("/nick");
    }
}
