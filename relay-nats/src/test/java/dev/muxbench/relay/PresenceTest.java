package dev.muxbench.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.relay.JoinedChat.Members;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private final List<Signal> signals = new ArrayList<>(); // of both, in their order
    private final FakeChat hereChat = new FakeChat();
    private final FakeChat thereChat = new FakeChat();
    private final Presence here = new Presence(1, hereChat, signals::add);
    private final Presence there = new Presence(2, thereChat, signals::add);
    private long nowNanos;

    private void exchange() {
        while (!signals.isEmpty()) {
            var signal = signals.removeFirst();
            var to = signal.incarnation() == 1 ? there : here;
            switch (signal) {
                case Signal.Members members -> to.onMembers(members, nowNanos);
                case Signal.Refresh(var _, var of) -> to.onRefresh(of);
                case Signal.Alive alive -> to.onAlive(alive, nowNanos);
                default -> throw new AssertionError(signal);
            }
            here.tell();
            there.tell();
        }
    }

    private void enter(String room, String... nicks) {
        thereChat.members.put(room, new Members(room, List.of(nicks), nicks.length));
        there.onMembersChanged(room);
    }

    @Test
    void whoComesAndGoesIsKnownElsewhere() {
        there.tell();
        enter("lobby", "ann", "bob");
        there.tell();
        exchange();
        assertThat(here.elsewhere("lobby").nicks()).containsExactly("ann", "bob");
        assertThat(here.elsewhere("lobby").total()).isEqualTo(2);
        thereChat.members.clear();
        there.onMembersChanged("lobby");
        there.tell();
        exchange();
        assertThat(here.elsewhere("lobby").total()).isZero();
        assertThat(here.roomsElsewhere()).isEmpty();
    }

    @Test
    void whatWasLostIsAskedFor() {
        there.tell();
        exchange();
        enter("lobby", "ann");
        there.tell();
        signals.clear(); // lost
        here.onAlive(new Signal.Alive(2, there.told()), nowNanos);
        exchange();
        assertThat(here.elsewhere("lobby").nicks()).containsExactly("ann");
    }

    @Test
    void aGapBetweenTwoSignalsIsNoticed() {
        there.tell();
        exchange();
        enter("lobby", "ann");
        there.tell();
        signals.clear(); // lost
        enter("red", "bob");
        there.tell();
        exchange();
        assertThat(here.elsewhere("lobby").nicks()).containsExactly("ann");
        assertThat(here.elsewhere("red").nicks()).containsExactly("bob");
    }

    @Test
    void aServerThatIsNotHeardOfIsForgotten() {
        there.tell();
        enter("lobby", "ann");
        there.tell();
        exchange();
        nowNanos = 10;
        here.expire(nowNanos, 20);
        assertThat(here.servers()).containsExactly(2L);
        nowNanos = 30;
        here.expire(nowNanos, 20);
        assertThat(here.servers()).isEmpty();
        assertThat(here.elsewhere("lobby").total()).isZero();
    }

    @Test
    void manyRoomsGoInSeveralSignals() {
        for (int room = 0; room < 200; room++) {
            enter("room" + room, "user:" + room);
        }
        there.tell();
        assertThat(signals).hasSizeGreaterThan(1);
        exchange();
        assertThat(here.roomsElsewhere()).hasSize(200);
    }
}
