package dev.muxbench.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.spi.Connection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OutboundViewTest {
    private final SegmentPool pool = new SegmentPool(1 << 20);
    private final RoomLog log = newLog();
    private final OutboundView view = new OutboundView(log);

    private RoomLog newLog() {
        return new RoomLog(pool, new LogLimits(64, 256, 1024), () -> 0, () -> {});
    }

    /** Bytes of each run. */
    private int[] offered() {
        int count = view.gather(100);
        return Arrays.stream(view.runs(), 0, count)
                .mapToInt(ByteBuffer::remaining)
                .toArray();
    }

    @Test
    void aReplyIsCountedUntilItIsTaken() {
        assertThat(view.pendingEdits()).isZero();
        view.insert(log, ByteBuffer.allocate(3));
        view.insert(log, ByteBuffer.allocate(4));
        assertThat(view.pendingEdits()).isEqualTo(2);
        assertThat(view.replyBytes()).isEqualTo(7);
        assertThat(offered()).containsExactly(3, 4);
        assertThat(view.replies()).isEqualTo(2);
        view.advance(2);
        assertThat(view.pendingEdits()).isEqualTo(2);
        assertThat(view.replyBytes()).isEqualTo(5);
        assertThat(offered()).containsExactly(1, 4);
        view.advance(1);
        assertThat(view.pendingEdits()).isEqualTo(1);
        assertThat(view.replies()).isEqualTo(1);
    }

    @Test
    void theFirstReplyIsBeforeAllElse() {
        view.insertFirst(ByteBuffer.allocate(2));
        assertThat(offered()).containsExactly(2);
    }

    @Test
    void adjoiningLinesOfOnesOwnAreLeftOutAtOnce() {
        view.skip(0, 10);
        view.skip(10, 30);
        assertThat(view.pendingEdits()).isEqualTo(1);
        view.skip(31, 40);
        assertThat(view.pendingEdits()).isEqualTo(2);
    }

    @Test
    void whoIsClosedOnTheWayToAnotherLogKeepsNothingOfIt() {
        var other = newLog();
        view.switchTo(log, other);
        view.close();
        log.close();
        other.close();
        assertThat(pool.inUseBytes()).isZero();
        assertThat(pool.inUseChunks()).isZero();
    }

    private long publish(String lines) {
        return log.publish(lines.getBytes(StandardCharsets.UTF_8), lines.length());
    }

    /** One write has them all, in their order; not more than so many. */
    @Test
    void runsBetweenOnesOwnLinesGoTogether() {
        var expected = new StringBuilder();
        for (int i = 0; i < 80; i++) {
            long own = publish("own\n");
            view.skip(own, own + 4);
            publish("line" + i + "\n");
            expected.append("line").append(i).append('\n');
            view.insert(log, ByteBuffer.wrap(("re" + i + "\n").getBytes(StandardCharsets.UTF_8)));
            expected.append("re").append(i).append('\n');
        }
        var received = new StringBuilder();
        int writes = 0;
        for (int count = view.gather(10_000); count > 0; count = view.gather(10_000)) {
            assertThat(count).isLessThanOrEqualTo(Connection.MOST_RUNS);
            int before = received.length();
            for (int i = 0; i < count; i++) {
                received.append(StandardCharsets.UTF_8.decode(view.runs()[i].duplicate()));
            }
            view.advance(received.length() - before);
            writes++;
        }
        assertThat(received).hasToString(expected.toString());
        assertThat(writes).isEqualTo(3);
    }

    @Test
    void whatIsPinnedIsKeptFromTheSwitchOn() {
        var other = newLog();
        view.insert(log, ByteBuffer.allocate(1));
        view.switchTo(log, other);
        assertThat(view.pins(other)).isTrue();
        other.publish("x\n".repeat(64).getBytes(StandardCharsets.UTF_8), 128);
        assertThat(view.pinnedBytes(other)).isEqualTo(64);
        assertThat(view.positionIn(other)).isZero();
        view.advance(1);
        view.settle();
        assertThat(view.pins(log)).isFalse();
        assertThat(view.pins(other)).isTrue();
        view.close();
        assertThat(view.pins(other)).isFalse();
        log.close();
        other.close();
        assertThat(pool.inUseBytes()).isZero();
    }
}
