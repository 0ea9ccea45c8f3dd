package dev.muxbench.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.spi.CloseReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A line to a room whose members have a loop each wakes these in parts. */
class RoomSharesTest {
    private static final int CROWD = 100;

    private final ChatServer server = new ChatServer(ServerConfig.defaults());
    private final List<Member> crowd = new ArrayList<>();
    private final ArrayDeque<Member> woken = new ArrayDeque<>(); // in this order

    /** With a loop of its own. */
    private final class Member {
        private final TestConnection connection = new TestConnection();
        private final IoLoop loop = server.openLoopForOne(() -> woken.add(this));
        private final Session session = loop.accept(connection);

        void run() {
            while (!loop.prepareToSleep()) {
                turn();
            }
        }

        void turn() {
            loop.awake();
            loop.runTurn();
        }

        void say(String line) {
            loop.awake();
            session.onBytes(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
            run();
        }

        boolean hasHeard(String... lines) {
            return connection.received.toString().endsWith("> " + String.join("\nuser:1> ", lines) + "\n");
        }
    }

    private void gather() {
        gather(CROWD);
    }

    private void gather(int members) {
        for (int i = 0; i < members; i++) {
            crowd.add(new Member());
        }
        crowd.forEach(Member::run);
        runWoken(Integer.MAX_VALUE);
    }

    private void runWoken(int most) {
        for (int n = 0; n < most && !woken.isEmpty(); n++) {
            woken.remove().run();
        }
    }

    private long haveHeard(String... lines) {
        return crowd.stream().filter(member -> member.hasHeard(lines)).count();
    }

    @Test
    void theLastOfAPartWakesTheNext() {
        gather();
        crowd.getFirst().say("hello");
        assertThat(woken).hasSize(RoomShares.PART);
        runWoken(RoomShares.PART - 1);
        assertThat(woken).hasSize(1);
        runWoken(1);
        assertThat(woken).hasSize(RoomShares.PART);
        runWoken(Integer.MAX_VALUE);
        assertThat(haveHeard("hello")).isEqualTo(CROWD - 1);
    }

    @Test
    void soItIsInASmallRoom() {
        gather(RoomShares.PART + 2);
        crowd.getFirst().say("hello");
        assertThat(woken).hasSize(RoomShares.PART);
        runWoken(Integer.MAX_VALUE);
        assertThat(haveHeard("hello")).isEqualTo(RoomShares.PART + 1);
    }

    /** Else readers have no turn before all writers have had theirs. */
    @Test
    void whoWakesOthersIsToGiveWay() {
        gather();
        crowd.getFirst().say("hello");
        var teller = woken.getLast();
        assertThat(woken).filteredOn(member -> member.loop.takeGivesWay()).containsExactly(teller);
        assertThat(teller.loop.takeGivesWay()).isFalse();
    }

    @Test
    void threadsOfManyConnectionsAreWokenAtOnce() {
        var sender = server.openLoop(() -> {});
        var session = sender.accept(new TestConnection());
        int others = 3 * RoomShares.PART;
        int[] wakeUps = {0};
        for (int i = 0; i < others; i++) {
            var loop = server.openLoop(() -> wakeUps[0]++);
            loop.accept(new TestConnection());
            loop.runTurn();
            loop.prepareToSleep();
        }
        session.onBytes(ByteBuffer.wrap("hello\n".getBytes(StandardCharsets.UTF_8)));
        sender.runTurn();
        assertThat(wakeUps[0]).isEqualTo(others);
    }

    /** It is told, but may have to wait for its own client. */
    @Test
    void nobodyWaitsForALoopThatDoesNotSleep() {
        gather();
        var busy = new ArrayList<Member>();
        for (int i = 1; i < CROWD; i += 2) {
            busy.add(crowd.get(i));
            crowd.get(i).loop.awake();
        }
        crowd.getFirst().say("hello");
        runWoken(Integer.MAX_VALUE);
        assertThat(haveHeard("hello")).isEqualTo(CROWD - 1 - busy.size());
        busy.forEach(Member::run);
        assertThat(haveHeard("hello")).isEqualTo(CROWD - 1);
        crowd.getFirst().say("again");
        runWoken(Integer.MAX_VALUE);
        assertThat(haveHeard("hello", "again")).isEqualTo(CROWD - 1);
    }

    @Test
    void whatIsSaidMeanwhileJoinsTheRest() {
        gather();
        crowd.getFirst().say("hello");
        runWoken(RoomShares.PART + 1);
        crowd.getFirst().say("again");
        assertThat(haveHeard("hello")).isEqualTo(RoomShares.PART + 1);
        int wakeUps = 0;
        while (!woken.isEmpty()) {
            runWoken(1);
            wakeUps++;
        }
        assertThat(haveHeard("hello", "again")).isEqualTo(CROWD - 1);
        assertThat(wakeUps).isBetween(CROWD - 2, CROWD + 2 * RoomShares.PART);
    }

    /** It hears of the line in its last turn, or in none. */
    @Test
    void whoIsToWakeTheNextPartMayLeave() {
        gather();
        crowd.getFirst().say("hello");
        runWoken(RoomShares.PART - 1);
        var leaver = woken.remove();
        leaver.loop.awake();
        leaver.session.onClosed(CloseReason.IO_ERROR);
        server.closeLoop(leaver.loop);
        assertThat(woken).hasSize(RoomShares.PART);
        runWoken(Integer.MAX_VALUE);
        assertThat(haveHeard("hello")).isEqualTo(CROWD - 2);
    }

    /** Who has not been told yet has another slot then, before those that have. */
    @Test
    void gapsAreClosedMeanwhile() {
        gather();
        crowd.getFirst().say("hello");
        while (haveHeard("hello") < CROWD - 20) {
            runWoken(1);
        }
        for (var leaver : List.copyOf(crowd.subList(1, 31))) {
            leave(leaver);
        }
        for (int i = 0; i < CROWD; i++) {
            new Member().run();
        }
        runWoken(Integer.MAX_VALUE);
        assertThat(haveHeard("hello")).isEqualTo(CROWD - 1 - 30);
    }

    private void leave(Member leaver) {
        leaver.loop.awake();
        leaver.session.onClosed(CloseReason.IO_ERROR);
        leaver.run();
        server.closeLoop(leaver.loop);
        woken.remove(leaver);
        crowd.remove(leaver);
    }

    @Test
    void membersComeAndGoMeanwhile() {
        gather();
        crowd.getFirst().say("hello");
        runWoken(10);
        for (int i = 0; i < CROWD; i++) {
            crowd.add(new Member());
        }
        crowd.subList(CROWD, 2 * CROWD).forEach(Member::run);
        runWoken(Integer.MAX_VALUE);
        assertThat(haveHeard("hello")).isEqualTo(CROWD - 1);
        crowd.getFirst().say("again");
        runWoken(10);
        for (var leaver : List.copyOf(crowd.subList(CROWD / 4, 2 * CROWD))) {
            leave(leaver);
        }
        runWoken(Integer.MAX_VALUE);
        assertThat(haveHeard("hello", "again")).isEqualTo(crowd.size() - 1);
    }
}
