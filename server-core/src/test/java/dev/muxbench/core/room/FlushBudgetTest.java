package dev.muxbench.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.TestConnection;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Inbound;
import dev.muxbench.core.spi.Loop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A line to a large room holds up the rest of its loop for a part of its members only. */
class FlushBudgetTest {
    private static final int CROWD = 3 * RoomShare.FLUSH_BUDGET;

    private final Loop loop = new ChatServer(ServerConfig.defaults()).openLoop(() -> {});
    private final List<TestConnection> crowd = new ArrayList<>();
    private final List<Inbound> sessions = new ArrayList<>();

    @BeforeEach
    void gather() {
        for (int i = 0; i < CROWD; i++) {
            join();
        }
        runToTheEnd();
    }

    private void join() {
        var client = new TestConnection();
        crowd.add(client);
        sessions.add(loop.accept(client));
    }

    private static void say(Inbound session, String line) {
        session.onBytes(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    private void runToTheEnd() {
        while (!loop.prepareToSleep()) {
            loop.runTurn();
        }
    }

    private long haveReceived(String line) {
        return crowd.stream()
                .filter(client -> client.received.toString().endsWith("> " + line + "\n"))
                .count();
    }

    @Test
    void membersHaveTheirLineInParts() {
        say(sessions.getFirst(), "hello");
        for (int turn = 1; turn < 3; turn++) {
            loop.runTurn();
            assertThat(loop.prepareToSleep()).isFalse();
            assertThat(haveReceived("hello"))
                    .isBetween((long) turn * RoomShare.FLUSH_BUDGET - 1, (long) turn * RoomShare.FLUSH_BUDGET);
        }
        loop.runTurn();
        assertThat(loop.prepareToSleep()).isTrue();
        assertThat(haveReceived("hello")).isEqualTo(CROWD - 1);
    }

    @Test
    void anotherRoomHasItsTurnInBetween() {
        var one = new TestConnection();
        var other = new TestConnection();
        var speaker = loop.accept(one);
        say(speaker, "/join den");
        say(loop.accept(other), "/join den");
        runToTheEnd();
        say(sessions.getFirst(), "hello");
        loop.runTurn();
        say(speaker, "psst");
        loop.runTurn();
        assertThat(other.received.toString()).endsWith("> psst\n");
        assertThat(haveReceived("hello")).isLessThan(CROWD - 1);
    }

    /** Whoever has had a part of the lines has the rest in the next round, and nobody is passed over. */
    @Test
    void linesThatComeMeanwhileReachEverybody() {
        for (int i = 0; i < 5; i++) {
            say(sessions.getFirst(), "line " + i);
            loop.runTurn();
        }
        runToTheEnd();
        for (var client : crowd.subList(1, CROWD)) {
            assertThat(client.received.toString().lines().map(line -> line.replaceFirst("^.*> ", "")))
                    .endsWith("line 0", "line 1", "line 2", "line 3", "line 4");
        }
    }

    /** The last member takes the place of one that leaves. */
    @Test
    void whoIsMovedIsNotPassedOver() {
        say(sessions.getFirst(), "hello");
        loop.runTurn();
        IntStream.range(1, 10).forEach(i -> sessions.get(i).onClosed(CloseReason.IO_ERROR));
        runToTheEnd();
        assertThat(haveReceived("hello")).isEqualTo(CROWD - 1);
    }

    @Test
    void whoComesMeanwhileTakesNobodysTurn() {
        say(sessions.getFirst(), "hello");
        loop.runTurn();
        say(sessions.getFirst(), "again"); // due: everybody, from the middle on
        loop.runTurn();
        for (int i = 0; i < 10; i++) {
            join();
        }
        runToTheEnd();
        assertThat(haveReceived("again")).isEqualTo(CROWD - 1);
    }

    /** One of those whose turn comes first. */
    private int early() {
        say(sessions.getLast(), "zero");
        loop.runTurn();
        int early = IntStream.range(0, CROWD - 1)
                .filter(i -> crowd.get(i).received.toString().endsWith("> zero\n"))
                .findFirst()
                .orElseThrow();
        runToTheEnd(); // and it begins where it began
        return early;
    }

    /** The write that it was given meanwhile is done. */
    private void completeWrite(int member, String line) {
        var client = crowd.get(member);
        client.reads = true;
        sessions.get(member).onWritable(lengthOf(line));
    }

    private int lengthOf(String line) {
        return crowd.stream()
                .flatMap(client -> client.received.toString().lines())
                .filter(received -> received.endsWith("> " + line))
                .mapToInt(received -> received.length() + 1)
                .findFirst()
                .orElseThrow();
    }

    /** Else those whose writes are done would come before those who wait, again and again. */
    @Test
    void aDoneWriteIsNoTurnOfItsOwn() {
        int early = early();
        crowd.get(early).reads = false;
        say(sessions.getLast(), "one");
        loop.runTurn();
        say(sessions.getLast(), "two");
        completeWrite(early, "one");
        loop.runTurn();
        assertThat(haveReceived("two")).isPositive();
        assertThat(crowd.get(early).received.toString()).doesNotContain("> two");
        runToTheEnd();
        assertThat(crowd.get(early).received.toString()).endsWith("> two\n");
    }

    @Test
    void whoseTurnCameDuringAWriteNeedsNoOther() {
        int early = early();
        crowd.get(early).reads = false;
        say(sessions.getLast(), "one");
        loop.runTurn();
        say(sessions.getLast(), "two");
        runToTheEnd();
        completeWrite(early, "one");
        runToTheEnd();
        assertThat(crowd.get(early).received.toString()).endsWith("> two\n");
    }
}
