package dev.muxbench.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final int MOST_ROOM_BYTES = 1 << 16;

    /** An append that the test answers. */
    private record Appended(LineBatch batch, CompletableFuture<Void> done) {}

    private final List<Appended> appended = new ArrayList<>();
    private final FakeChat chat = new FakeChat();
    private final Holds holds = new Holds(chat);
    private long nowNanos;
    private final Outbox outbox = new Outbox(
            this::append,
            new RoomQueues(holds, MOST_ROOM_BYTES, 4L * MOST_ROOM_BYTES, nowNanos),
            new SendWindow(1, new RelayCounters()),
            () -> nowNanos);

    private CompletionStage<Void> append(String roomKey, byte[] message) {
        var done = new CompletableFuture<Void>();
        appended.add(new Appended(LineBatch.parse(message), done));
        return done;
    }

    private void say(String lines) {
        var bytes = lines.getBytes(StandardCharsets.UTF_8);
        outbox.publish("lobby", bytes, bytes.length, LineBatch.lines(bytes));
    }

    /** Once the pause of the round before is over. */
    private void sendLater() {
        nowNanos += RoomQueues.LONGEST_PAUSE_NANOS;
        outbox.step();
    }

    private List<Integer> counts() {
        return appended.stream().map(one -> one.batch().count()).toList();
    }

    private List<Long> numbers() {
        return appended.stream().map(one -> one.batch().number()).toList();
    }

    @Test
    void whatIsSaidMeanwhileGoesTogether() {
        say("a> 1\n");
        sendLater();
        say("a> 2\n");
        say("a> 3\n");
        sendLater();
        assertThat(counts()).containsExactly(1, 2);
        assertThat(appended.getLast().batch().linesBefore()).isEqualTo(1);
        assertThat(appended.getLast().batch().acknowledgedBelow()).isEqualTo(1);
    }

    @Test
    void aBatchIsWholeLines() {
        say(("a> " + "x".repeat(996) + "\n").repeat(100));
        sendLater();
        assertThat(counts()).containsExactly(65, 35);
    }

    @Test
    void aRoundIsFollowedByAPauseThatGrowsWithItsLines() {
        say("a> 1\n");
        outbox.step();
        say("a> 2\n");
        nowNanos += RoomQueues.PAUSE_NANOS_A_LINE - 1;
        outbox.step();
        assertThat(counts()).containsExactly(1);
        nowNanos++;
        say("a> 3\n".repeat(1000));
        outbox.step();
        assertThat(counts()).containsExactly(1, 1001);
        say("a> 4\n");
        nowNanos += RoomQueues.LONGEST_PAUSE_NANOS - 1;
        outbox.step();
        assertThat(counts()).containsExactly(1, 1001);
        nowNanos++;
        outbox.step();
        assertThat(counts()).containsExactly(1, 1001, 1);
    }

    @Test
    void aFullBatchDoesNotWait() {
        say("a> 1\n");
        outbox.step();
        say("a> 2\n".repeat(RoomQueues.BATCH_BYTES / 5 + 1));
        outbox.step();
        assertThat(counts()).containsExactly(1, RoomQueues.BATCH_BYTES / 5, 1);
    }

    /** Else a room that is never silent would keep the others waiting. */
    @Test
    void aRoundTakesAllRooms() {
        var line = "x\n".getBytes(StandardCharsets.UTF_8);
        for (int room = 0; room < 100; room++) {
            outbox.publish("room" + room, line, line.length, 1);
        }
        outbox.step();
        assertThat(appended).hasSize(100);
    }

    @Test
    void whatIsNotAcknowledgedIsSentAgainAndTheOldestFirst() {
        say("a> 1\n");
        sendLater();
        say("a> 2\n");
        sendLater();
        appended.get(0).done().completeExceptionally(new IllegalStateException());
        appended.get(1).done().completeExceptionally(new IllegalStateException());
        sendLater();
        assertThat(numbers()).containsExactly(1L, 2L);
        assertThat(outbox.isAway()).isTrue();
        nowNanos += TimeUnit.SECONDS.toNanos(1);
        sendLater();
        assertThat(numbers()).containsExactly(1L, 2L, 1L); // alone, to ask whether the stream is back
        appended.get(2).done().complete(null);
        sendLater();
        assertThat(numbers()).containsExactly(1L, 2L, 1L, 2L);
        appended.get(3).done().complete(null);
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(outbox.isAway()).isFalse();
    }

    @Test
    void sendersOfARoomWaitWhileTooMuchOfItWaits() {
        var much = ("a> " + "x".repeat(96) + "\n").repeat(2 * MOST_ROOM_BYTES / 100);
        say(much);
        assertThat(holds.isHeld("lobby")).isTrue();
        assertThat(holds.isHeld("red")).isFalse();
        sendLater();
        assertThat(holds.isHeld("lobby")).isFalse();
        assertThat(chat.heldChanges).containsExactly("lobby", "lobby");
    }

    @Test
    void sendersOfAllRoomsWaitWhileTooMuchOfAllWaits() {
        chat.members.put("red", null);
        for (int room = 0; room < 9; room++) {
            var bytes = "x\n".repeat(MOST_ROOM_BYTES / 4).getBytes(StandardCharsets.UTF_8);
            outbox.publish("room" + room, bytes, bytes.length, bytes.length / 2);
        }
        assertThat(holds.isHeld("red")).isTrue();
        sendLater();
        assertThat(holds.isHeld("red")).isFalse();
    }

    /** Whoever reads from now on cannot know that the last batch was the last. */
    @Test
    void afterAWhileABeaconSaysThatAllIsAcknowledged() {
        say("a> 1\n");
        sendLater();
        say("a> 2\n");
        sendLater();
        appended.forEach(one -> one.done().complete(null));
        sendLater();
        assertThat(numbers()).containsExactly(1L, 2L);
        nowNanos += TimeUnit.SECONDS.toNanos(1);
        sendLater();
        assertThat(numbers()).containsExactly(1L, 2L, 0L);
        assertThat(appended.getLast().batch().acknowledgedBelow()).isEqualTo(3);
        appended.getLast().done().complete(null);
        nowNanos += TimeUnit.SECONDS.toNanos(1);
        sendLater();
        assertThat(numbers()).hasSize(3);
    }

    @Test
    void aFullStreamIsToldApart() {
        say("a> 1\n");
        sendLater();
        appended.getFirst().done().completeExceptionally(new Stream.StreamFullException("maximum bytes exceeded"));
        assertThat(outbox.isStreamFull()).isTrue();
        nowNanos += TimeUnit.SECONDS.toNanos(1);
        sendLater();
        appended.getLast().done().complete(null);
        assertThat(outbox.isStreamFull()).isFalse();
    }
}
