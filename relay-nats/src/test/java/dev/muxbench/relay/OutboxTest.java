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
            1, this::append, holds, new RelayCounters(), MOST_ROOM_BYTES, 4L * MOST_ROOM_BYTES, () -> nowNanos);

    private CompletionStage<Void> append(String roomKey, byte[] message) {
        var done = new CompletableFuture<Void>();
        appended.add(new Appended(LineBatch.parse(message), done));
        return done;
    }

    private void say(String lines) {
        var bytes = lines.getBytes(StandardCharsets.UTF_8);
        outbox.publish("lobby", bytes, bytes.length, LineBatch.lines(bytes));
    }

    private List<Long> numbers() {
        return appended.stream().map(one -> one.batch().number()).toList();
    }

    @Test
    void whatIsSaidMeanwhileGoesTogether() {
        say("a> 1\n");
        outbox.step();
        say("a> 2\n");
        say("a> 3\n");
        outbox.step();
        assertThat(appended).extracting(one -> one.batch().count()).containsExactly(1, 2);
        assertThat(appended.getLast().batch().linesBefore()).isEqualTo(1);
        assertThat(appended.getLast().batch().acknowledgedBelow()).isEqualTo(1);
    }

    @Test
    void aBatchIsWholeLines() {
        say(("a> " + "x".repeat(996) + "\n").repeat(100));
        outbox.step();
        assertThat(appended).hasSize(2);
        assertThat(appended).extracting(one -> one.batch().count()).containsExactly(65, 35);
    }

    @Test
    void whatIsNotAcknowledgedIsSentAgainAndTheOldestFirst() {
        say("a> 1\n");
        outbox.step();
        say("a> 2\n");
        outbox.step();
        appended.get(0).done().completeExceptionally(new IllegalStateException());
        appended.get(1).done().completeExceptionally(new IllegalStateException());
        outbox.step();
        assertThat(numbers()).containsExactly(1L, 2L);
        assertThat(outbox.isAway()).isTrue();
        nowNanos += TimeUnit.SECONDS.toNanos(1);
        outbox.step();
        assertThat(numbers()).containsExactly(1L, 2L, 1L); // alone, to ask whether the stream is back
        appended.get(2).done().complete(null);
        outbox.step();
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
        outbox.step();
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
        outbox.step();
        assertThat(holds.isHeld("red")).isFalse();
    }

    /** Whoever reads from now on cannot know that the last batch was the last. */
    @Test
    void afterAWhileABeaconSaysThatAllIsAcknowledged() {
        say("a> 1\n");
        outbox.step();
        say("a> 2\n");
        outbox.step();
        appended.forEach(one -> one.done().complete(null));
        outbox.step();
        assertThat(numbers()).containsExactly(1L, 2L);
        nowNanos += TimeUnit.SECONDS.toNanos(1);
        outbox.step();
        assertThat(numbers()).containsExactly(1L, 2L, 0L);
        assertThat(appended.getLast().batch().acknowledgedBelow()).isEqualTo(3);
        appended.getLast().done().complete(null);
        nowNanos += TimeUnit.SECONDS.toNanos(1);
        outbox.step();
        assertThat(numbers()).hasSize(3);
    }

    @Test
    void aFullStreamIsToldApart() {
        say("a> 1\n");
        outbox.step();
        appended.getFirst().done().completeExceptionally(new Stream.StreamFullException("maximum bytes exceeded"));
        assertThat(outbox.isStreamFull()).isTrue();
        nowNanos += TimeUnit.SECONDS.toNanos(1);
        outbox.step();
        appended.getLast().done().complete(null);
        assertThat(outbox.isStreamFull()).isFalse();
    }
}
