package dev.muxbench.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IncomingTest {
    private static final long OWN = 1;
    private static final long OTHER = 2;

    private final FakeChat chat = new FakeChat();
    private final RelayCounters counters = new RelayCounters();
    private Incoming incoming;
    private long position;

    @BeforeEach
    void begin() {
        incoming = new Incoming(OWN, chat, counters, new OverRooms(OWN, chat, signal -> {}), () -> {});
    }

    private void accept(long number, long acknowledgedBelow, long linesBefore, String lines) {
        var bytes = lines.getBytes(StandardCharsets.UTF_8);
        accept(new LineBatch(OTHER, number, acknowledgedBelow, linesBefore, LineBatch.lines(bytes), bytes).toBytes());
    }

    private void accept(byte[] message) {
        incoming.accept(++position, "lobby", message);
    }

    @Test
    void whatComesTwiceIsSaidOnce() {
        accept(1, 1, 0, "a> 1\n");
        accept(1, 1, 0, "a> 1\n");
        accept(2, 2, 1, "a> 2\n");
        assertThat(chat.said("lobby")).containsExactly("a> 1", "a> 2");
        assertThat(counters.doubledBatches()).isEqualTo(1);
    }

    @Test
    void whatIsAheadOfAGapWaitsUntilTheGapIsFilled() {
        accept(1, 1, 0, "a> 1\n");
        accept(3, 1, 2, "a> 3\n");
        accept(3, 1, 2, "a> 3\n");
        assertThat(chat.said("lobby")).containsExactly("a> 1");
        accept(2, 1, 1, "a> 2\n");
        assertThat(chat.said("lobby")).containsExactly("a> 1", "a> 2", "a> 3");
        assertThat(chat.closedAll).isZero();
    }

    /** It cannot know what was in the stream before it came. */
    @Test
    void aNewReaderWaitsUntilItKnowsThatNothingIsMissing() {
        accept(7, 5, 6, "a> 7\n");
        assertThat(chat.said("lobby")).isEmpty();
        accept(6, 5, 5, "a> 6\n");
        assertThat(chat.said("lobby")).isEmpty(); // 5 may come again
        accept(0, 8, 7, "");
        assertThat(chat.said("lobby")).containsExactly("a> 6", "a> 7");
        assertThat(counters.lostLines()).isZero();
    }

    @Test
    void linesThatAreGoneAreCountedAndEverybodyIsClosed() {
        accept(1, 1, 0, "a> 1\n");
        accept(2000, 2000, 9, "a> 10\n");
        assertThat(chat.said("lobby")).containsExactly("a> 1", "a> 10");
        assertThat(counters.lostLines()).isEqualTo(8);
        assertThat(chat.closedAll).isEqualTo(1);
    }

    /** A batch that is repeated may be the first that a new reader sees of a window that was in the stream before. */
    @Test
    void whatWasInTheStreamBeforeIsNotLost() {
        accept(5, 3, 4, "a> 5\n");
        accept(9, 9, 8, "a> 9\n");
        assertThat(chat.said("lobby")).containsExactly("a> 5", "a> 9");
        assertThat(counters.lostLines()).isZero();
    }

    /** Clients who have come after a gap are not closed for what was lost in it. */
    @Test
    void whatWasLostInAGapIsCountedWhenItShows() {
        accept(1, 1, 0, "a> 1\n");
        incoming.onGap(3);
        assertThat(chat.closedAll).isEqualTo(1);
        accept(5, 5, 9, "a> 10\n");
        assertThat(chat.said("lobby")).containsExactly("a> 1", "a> 10");
        assertThat(counters.lostLines()).isEqualTo(8);
        assertThat(chat.closedAll).isEqualTo(1);
    }

    @Test
    void whatIsNoBatchIsCountedAndDropped() {
        accept("hello".getBytes(StandardCharsets.UTF_8));
        accept(new byte[0]);
        accept(new byte[200]);
        accept(new LineBatch(OTHER, 1, 1, 0, 5, "a> 1\n".getBytes(StandardCharsets.UTF_8)).toBytes()); // one line
        accept(new LineBatch(OTHER, 1, 1, 0, 1, "a> 1".getBytes(StandardCharsets.UTF_8)).toBytes()); // no end
        accept(new LineBatch(OTHER, 1, 9, 0, 1, "a> 1\n".getBytes(StandardCharsets.UTF_8)).toBytes()); // acknowledged?
        assertThat(counters.foreignMessages()).isEqualTo(6);
        assertThat(chat.said).isEmpty();
    }

    @Test
    void nothingThatAnotherServerSaysSteersATerminal() {
        accept(1, 1, 0, "a> \u001b[31mred\u202e\r\n" + "x".repeat(300) + "\n" + "b> ok\té\n");
        assertThat(chat.said("lobby")).containsExactly("a> ?[31mred??", "b> ok\té");
        assertThat(counters.lostLines()).isEqualTo(1); // too long for a log
    }

    @Test
    void itsOwnLinesDoNotComeBack() {
        var bytes = "me> 1\n".getBytes(StandardCharsets.UTF_8);
        accept(new LineBatch(OWN, 1, 1, 0, 1, bytes).toBytes());
        assertThat(chat.said).isEmpty();
        assertThat(incoming.position()).isEqualTo(1);
    }
}
